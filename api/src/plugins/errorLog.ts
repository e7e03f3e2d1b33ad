import type { ApolloServerPlugin } from "@apollo/server";
import { unwrapResolverError } from "@apollo/server/errors";
import type { Context } from "../context.ts";
import { codeOf } from "../errors.ts";
import { isRepeated } from "../subgraph/Breaker.ts";

/** Logs the errors that nobody expected in full, and why graph-node did not answer. */
export const errorLog: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    return {
      async didEncounterErrors({ errors, contextValue }) {
        for (const error of errors) {
          const inner = unwrapResolverError(error);
          const code = codeOf(error);
          if (code === null) contextValue.log.error({ err: inner }, "unexpected error");
          if (code !== "UPSTREAM_UNAVAILABLE" || isRepeated(inner)) continue;
          const cause =
            inner instanceof Error && inner.cause instanceof Error ? inner.cause.message : undefined;
          contextValue.log.warn({ cause }, error.message);
        }
      },
    };
  },
};
