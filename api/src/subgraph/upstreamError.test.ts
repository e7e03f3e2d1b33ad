import { expect, test } from "vitest";
import { upstreamError } from "./upstreamError.ts";

test.each([
  [
    "Failed to decode `block.number` value: `subgraph /home/x/subgraph.yaml has only indexed up to block number 5 and data for block number 99 is therefore not yet available`",
    "NOT_INDEXED_YET",
    "Block 99 is not indexed yet, the index is at block 5: wait for it.",
  ],
  [
    "Failed to decode `block.number` value: `subgraph /home/x/subgraph.yaml only has data starting at block number 27 and data for block number 5 is therefore not available`",
    "NOT_INDEXED_YET",
    "Block 5 is not in the index, which begins at 27: name a later one.",
  ],
  [
    "Failed to decode `block.hash` value: `no block with that hash found`",
    "NOT_INDEXED_YET",
    "No block in the index has this hash: it is not indexed yet, or a reorganisation has removed it. Ask for the newest block.",
  ],
  [
    "Store error: store error: Invalid character 'z' at position 0",
    "UNKNOWN_ID",
    "An id or a hash is not hexadecimal: write it as 0x and an even number of digits.",
  ],
  [
    "The `first` argument must be between 0 and 1000, but is 2000",
    "BAD_USER_INPUT",
    "`first` is 2000: it must be from 0 to 1000.",
  ],
  [
    "Failed to decode `BigInt` value: `invalid digit found in string`",
    "BAD_USER_INPUT",
    "A value is no BigInt: correct it.",
  ],
  [
    'Invalid value provided for argument `orderBy`: Enum("nosuch")',
    "BAD_USER_INPUT",
    "The value of `orderBy` is not one that it may have: see the schema.",
  ],
  [
    "Store error: store error: failed to convert `0x23` to an Int8: invalid digit found in string",
    "BAD_USER_INPUT",
    "The ids of points are whole numbers: this one is none.",
  ],
  [
    "Ordering by `commits` is not supported for type `Sink`",
    "BAD_USER_INPUT",
    "`orderBy` cannot be commits: order by a field with one value.",
  ],
  [
    'Failed to get entities from store: SortKey::ChildKey cannot be used for parent ordering (yet), query = from "sgd2"',
    "BAD_USER_INPUT",
    "A list within a list cannot be ordered by another entity's field: take one of its own.",
  ],
  [
    "Store error: unsupported filter `contains_nocase` for value `Reveal`",
    "BAD_USER_INPUT",
    "A filter does not fit its field or its value: take another one.",
  ],
  [
    "Failed to get entities from store: operator does not exist: bytea !~~ text, query = /* x */",
    "BAD_USER_INPUT",
    "A filter does not fit its field or its value: take another one.",
  ],
  [
    "Child filter nesting not supported by value `sink`: `join on sink with PoolMember(pool !~ ^Reveal*)`",
    "BAD_USER_INPUT",
    "A filter does not fit its field or its value: take another one.",
  ],
  [
    'Failed to get entities from store: missing FROM-clause entry for table "i", query = /* x */',
    "BAD_USER_INPUT",
    "A filter does not fit its field or its value: take another one.",
  ],
  [
    "Query contains value with invalid type `Protocol!`: `null`",
    "BAD_USER_INPUT",
    "A filter does not fit its field or its value: take another one.",
  ],
  [
    "Filter must by an object",
    "BAD_USER_INPUT",
    "A filter has null where it needs an object or a list: leave it out.",
  ],
  [
    "Non-list value passed to `_not_in` filter",
    "BAD_USER_INPUT",
    "A filter has null where it needs an object or a list: leave it out.",
  ],
  [
    "Expected ]\nRecursion limit exceeded",
    "TOO_COMPLEX",
    "The question is too large for graph-node: say a smaller `first`, or ask in parts.",
  ],
  [
    "Cannot mix column filters with 'or' operator at the same level. Found column filter(s) 'count_lt' alongside 'or' operator.",
    "BAD_USER_INPUT",
    "`where` has `or` beside other fields: put them into its parts.",
  ],
  [
    "query potentially returns `60000` entities or more and thereby exceeds the limit of `50000` entities. Possible solutions",
    "TOO_COMPLEX",
    "The question is too large for graph-node: say a smaller `first`, or ask in parts.",
  ],
  [
    "Failed to get entities from store: internal error resolving _Block_.block: expected prefetched result, but found nothing",
    "BAD_USER_INPUT",
    "`block` of `_meta` cannot have an alias: ask for it by its own name.",
  ],
  [
    "auth error: missing authorization header",
    "UPSTREAM_UNAVAILABLE",
    "graph-node refuses the API's key (SUBGRAPH_API_KEY): ask again later.",
  ],
  ["Query timed out", "UPSTREAM_UNAVAILABLE", "graph-node took too long: ask for less, or again later."],
])("%s", (message, code, expected) => {
  const error = upstreamError(message);
  expect(error.extensions.code).toBe(code);
  expect(error.message).toBe(expected);
});

test("a message that is not known is kept for the log alone", () => {
  const error = upstreamError("Store error: /home/secret/file.rs:12");
  expect(error.extensions.code).toBe("UPSTREAM_UNAVAILABLE");
  expect(JSON.stringify(error)).not.toContain("secret");
  expect(error).toHaveProperty("cause.message", "Store error: /home/secret/file.rs:12");
});
