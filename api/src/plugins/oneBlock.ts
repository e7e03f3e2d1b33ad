import type { ApolloServerPlugin } from "@apollo/server";
import { type AsOf, asOf } from "../asOf.ts";
import type { Context } from "../context.ts";
import { operationOf } from "../operationOf.ts";

/** Reads which blocks an operation names before it runs, and says in `extensions.asOf` which one the response is of. */
export const oneBlock: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    return {
      async didResolveOperation(request) {
        const query = operationOf(request);
        if (query !== null) request.contextValue.blocks.follow(query);
      },
      async willSendResponse({ response, contextValue }) {
        if (response.body.kind !== "single") return;
        const result = response.body.singleResult;
        result.extensions = { ...result.extensions, asOf: await blockOf(contextValue) };
      },
    };
  },
};

/** Where the block that was asked for is not to be had, the head; null where graph-node does not answer. */
async function blockOf(context: Context): Promise<AsOf | null> {
  const atHead = () => asOf(context, context.blocks.head());
  return asOf(context)
    .catch(atHead)
    .catch(() => null);
}
