import type { ApolloServerPlugin } from "@apollo/server";
import { outOfBounds } from "../bounds.ts";
import type { Context } from "../context.ts";
import { refusal } from "../errors.ts";
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
        const query = operationOf(request);
        const error = query === null ? null : outOfBounds(query);
        if (error !== null) throw error;
      },
    };
  },
};
