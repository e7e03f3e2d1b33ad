import type { ApolloServerPlugin } from "@apollo/server";
import type { Context } from "../context.ts";

/** Notes what the cache, the log and the meters want to know of an answer. */
export const outcome: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    return {
      async willSendResponse({ response, contextValue, operationName }) {
        if (response.body.kind !== "single") return;
        contextValue.outcome.operation = operationName ?? null;
        const errors = response.body.singleResult.errors ?? [];
        contextValue.outcome.codes = errors.map(({ extensions }) => String(extensions?.code));
      },
    };
  },
};
