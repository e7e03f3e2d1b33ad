import type { GraphQLError } from "graphql";
import { apiError } from "../errors.ts";
import { NO_KEY } from "./upstreamAnswer.ts";

type Rule = readonly [pattern: RegExp, make: (...groups: string[]) => GraphQLError];

const rules: readonly Rule[] = [
  [
    /only indexed up to block number (\d+) and data for block number (\d+)/,
    (head, wanted) =>
      apiError(
        "NOT_INDEXED_YET",
        `Block ${wanted} is not indexed yet, the index is at block ${head}: wait for it.`,
      ),
  ],
  [
    /only has data starting at block number (\d+) and data for block number (-?\d+)/,
    (first, wanted) =>
      apiError(
        "NOT_INDEXED_YET",
        `Block ${wanted} is not in the index, which begins at ${first}: name a later one.`,
      ),
  ],
  [/no block with that hash found/, () => unknownBlock()],
  [
    /Invalid character .* at position|Odd number of digits|Failed to decode `Bytes` value/,
    () =>
      apiError(
        "UNKNOWN_ID",
        "An id or a hash is not hexadecimal: write it as 0x and an even number of digits.",
      ),
  ],
  [
    /The `(first|skip)` argument must be between (\d+) and (\d+), but is (-?\d+)/,
    (name, least, most, value) =>
      apiError("BAD_USER_INPUT", `\`${name}\` is ${value}: it must be from ${least} to ${most}.`),
  ],
  [
    /Failed to decode `(\w+)` value/,
    (type) => apiError("BAD_USER_INPUT", `A value is no ${type}: correct it.`),
  ],
  [
    /Invalid value provided for argument `(\w+)`/,
    (name) =>
      apiError("BAD_USER_INPUT", `The value of \`${name}\` is not one that it may have: see the schema.`),
  ],
  [
    /failed to convert `.*` to an Int8/,
    () => apiError("BAD_USER_INPUT", "The ids of points are whole numbers: this one is none."),
  ],
  [
    /Ordering by `(\w+)` (?:fields )?is not supported/,
    (field) => apiError("BAD_USER_INPUT", `\`orderBy\` cannot be ${field}: order by a field with one value.`),
  ],
  [
    /cannot be used for parent ordering/,
    () =>
      apiError(
        "BAD_USER_INPUT",
        "A list within a list cannot be ordered by another entity's field: take one of its own.",
      ),
  ],
  [
    /unsupported filter|operator does not exist|filter (nesting )?not supported|missing FROM-clause entry|must be of the same type|value with invalid type/i,
    () => apiError("BAD_USER_INPUT", "A filter does not fit its field or its value: take another one."),
  ],
  [
    /Filter must by an object|Non-list value passed to `\w+` filter/,
    () => apiError("BAD_USER_INPUT", "A filter has null where it needs an object or a list: leave it out."),
  ],
  [
    /Cannot mix column filters with '(\w+)' operator/,
    (operator) =>
      apiError(
        "BAD_USER_INPUT",
        `\`where\` has \`${operator}\` beside other fields: put them into its parts.`,
      ),
  ],
  [
    /potentially returns .* entities or more|query is too expensive|exceeds the limit|Recursion limit exceeded/,
    () =>
      apiError(
        "TOO_COMPLEX",
        "The question is too large for graph-node: say a smaller `first`, or ask in parts.",
      ),
  ],
  [
    /resolving _Block_\.block: expected prefetched/,
    () => apiError("BAD_USER_INPUT", "`block` of `_meta` cannot have an alias: ask for it by its own name."),
  ],
  [
    /timed? ?out|statement timeout/i,
    () => apiError("UPSTREAM_UNAVAILABLE", "graph-node took too long: ask for less, or again later."),
  ],
  [
    /deployment .* does not exist/,
    () =>
      apiError(
        "UPSTREAM_UNAVAILABLE",
        "graph-node has no such subgraph: deploy it, or correct SUBGRAPH_URL.",
      ),
  ],
  [
    /has not started syncing/,
    () => apiError("UPSTREAM_UNAVAILABLE", "The subgraph is deployed and has no block yet: ask again later."),
  ],
  [
    /auth error|payment required/i,
    () => apiError("UPSTREAM_UNAVAILABLE", `graph-node ${NO_KEY}: ask again later.`),
  ],
  [
    /indexing_error/,
    () => apiError("UPSTREAM_UNAVAILABLE", "The index has stopped at an error: see graph-node's status."),
  ],
];

/**
 * An error message of graph-node as one of ours. Its own may hold file paths, so none but ours reaches a client.
 * @returns UPSTREAM_UNAVAILABLE where the message is not known
 */
export function upstreamError(message: string): GraphQLError {
  for (const [pattern, make] of rules) {
    const match = pattern.exec(message);
    if (match !== null) return make(...match.slice(1));
  }
  const error = apiError("UPSTREAM_UNAVAILABLE", "graph-node refused the question: ask again later.");
  return Object.assign(error, { cause: new Error(message) });
}

/** No indexed block has the hash that was named. */
export function unknownBlock(): GraphQLError {
  const reason = "it is not indexed yet, or a reorganisation has removed it";
  return apiError(
    "NOT_INDEXED_YET",
    `No block in the index has this hash: ${reason}. Ask for the newest block.`,
  );
}
