import type { ApolloServerPlugin } from "@apollo/server";
import type { Context } from "../context.ts";
import { refusal } from "../errors.ts";
import { operationOf } from "../operationOf.ts";
import { rowCost } from "../rowCost.ts";

/** Rows that one operation may touch. */
const MOST_ROWS = 500_000;
/** Levels of nested fields. */
const MOST_DEPTH = 12;

/** Refuses, before it runs, an operation that is no query, could touch too many rows or is nested too deep. */
export const limits: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    return {
      async didResolveOperation(request) {
        const kind = request.operation?.operation ?? "query";
        if (kind !== "query") {
          throw refusal("BAD_USER_INPUT", `There is no ${kind} here: the API answers queries.`);
        }
        const query = operationOf(request);
        if (query === null) return;
        const { rows, depth } = rowCost(query);
        if (depth > MOST_DEPTH) {
          throw refusal(
            "TOO_COMPLEX",
            `Fields are nested ${depth} deep, ${MOST_DEPTH} are allowed: ask in parts.`,
          );
        }
        if (rows > MOST_ROWS) {
          const advice = "say `first` on each collection, or ask in parts";
          throw refusal(
            "TOO_COMPLEX",
            `The query could touch ${rows} rows, ${MOST_ROWS} are allowed: ${advice}.`,
          );
        }
      },
    };
  },
};
