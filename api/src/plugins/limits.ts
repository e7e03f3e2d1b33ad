import type { ApolloServerPlugin } from "@apollo/server";
import { outOfBounds, tooNested } from "../bounds.ts";
import type { Context } from "../context.ts";
import { refusal } from "../errors.ts";
import { nesting } from "../nesting.ts";
import { operationOf } from "../operationOf.ts";

/** Refuses, before it runs, an operation that is no query, could touch too many rows or is nested too deep. */
export const limits: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    return {
      async didResolveOperation(request) {
        const kind = request.operation?.operation ?? "query";
        if (kind === "subscription") {
          const where = "subscribe over graphql-ws, or ask with `accept: text/event-stream`";
          throw refusal("BAD_USER_INPUT", `A subscription has no single answer: ${where}.`);
        }
        if (kind !== "query") {
          throw refusal("BAD_USER_INPUT", `There is no ${kind} here: the API answers queries.`);
        }
        // Variables of some thousand levels are too deep to be coerced.
        const nested = tooNested(nesting(request.request.variables) - 1);
        if (nested !== null) throw nested;
        const query = operationOf(request);
        const error = query === null ? null : outOfBounds(query);
        if (error !== null) throw error;
      },
    };
  },
};
