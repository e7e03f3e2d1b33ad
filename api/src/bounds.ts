import { type GraphQLError, visit } from "graphql";
import { refusal } from "./errors.ts";
import { nesting, writtenNesting } from "./nesting.ts";
import type { Operation } from "./operationOf.ts";
import { rowCost } from "./rowCost.ts";
import { spelledOut } from "./spelledOut.ts";

/** Rows that one operation may touch. */
export const MOST_ROWS = 500_000;
/** Levels of nested fields. */
const MOST_DEPTH = 12;
/** Fields with a name of the client's own, so that one field cannot be asked for any number of times. */
const MOST_ALIASES = 100;
/** Lists and objects in one another in an argument: graph-node reads about twice as many. */
const MOST_NESTING = 24;
/** Fields with all fragments written out, each spread counted: as many as a document without fragments can have. */
const MOST_FIELDS = 5000;

/**
 * Why an operation is refused before it runs: it has too many aliases or fields, is nested too deep or could touch too many
 * rows; null where it is not.
 */
export function outOfBounds(query: Operation): GraphQLError | null {
  const aliases = aliasesOf(query);
  if (aliases > MOST_ALIASES) {
    const advice = "ask in parts, or for lists";
    return refusal(
      "TOO_COMPLEX",
      `The query has ${aliases} aliases, ${MOST_ALIASES} are allowed: ${advice}.`,
    );
  }
  const fields = spelledOut(query);
  if (fields > MOST_FIELDS) {
    return refusal(
      "TOO_COMPLEX",
      `With its fragments the query has ${fields} fields, ${MOST_FIELDS} are allowed: ask in parts.`,
    );
  }
  const nested = tooNested(Math.max(writtenNesting(query), nesting(query.variables) - 1));
  if (nested !== null) return nested;
  const { rows, depth } = rowCost(query);
  if (depth > MOST_DEPTH) {
    return refusal(
      "TOO_COMPLEX",
      `Fields are nested ${depth} deep, ${MOST_DEPTH} are allowed: ask in parts.`,
    );
  }
  if (rows > MOST_ROWS) {
    const advice = "say `first` on each collection, or ask in parts";
    return refusal("TOO_COMPLEX", `The query could touch ${rows} rows, ${MOST_ROWS} are allowed: ${advice}.`);
  }
  return null;
}

/** Why values that are nested so deep are refused; null where they are not. */
export function tooNested(depth: number): GraphQLError | null {
  if (depth <= MOST_NESTING) return null;
  const message = `A value is nested ${depth} deep, ${MOST_NESTING} are allowed: write the filter flatter.`;
  return refusal("TOO_COMPLEX", message);
}

function aliasesOf({ operation, fragments }: Operation): number {
  let count = 0;
  for (const part of [operation, ...fragments.values()]) {
    visit(part, {
      Field: ({ alias }) => {
        if (alias !== undefined) count++;
      },
    });
  }
  return count;
}
