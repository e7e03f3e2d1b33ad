import type { ApolloServerPlugin } from "@apollo/server";
import { withoutLeftOut } from "../askedTwice.ts";
import type { Context } from "../context.ts";
import { operationOf } from "../operationOf.ts";

/** Lets a field that a directive leaves out not stand in the way of the same field that is asked for. */
export const askedTwice: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    return {
      async didResolveOperation(request) {
        if (!request.source.includes("@")) return;
        const query = operationOf(request);
        if (query === null) return;
        Object.assign(request, { document: withoutLeftOut(request.document, query.variables) });
      },
    };
  },
};
