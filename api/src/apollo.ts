import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginCacheControlDisabled } from "@apollo/server/plugin/disabled";
import type { FastifyInstance } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { Config } from "./config.ts";
import type { Context } from "./context.ts";
import { formatError } from "./errors.ts";
import { gatewayOf } from "./execution/gateway.ts";
import { rowsAtOnce } from "./execution/rowsAtOnce.ts";
import { askedTwice } from "./plugins/askedTwice.ts";
import { errorLog } from "./plugins/errorLog.ts";
import { limits } from "./plugins/limits.ts";
import { oneBlock } from "./plugins/oneBlock.ts";
import { outcome } from "./plugins/outcome.ts";
import { reservedAlias } from "./reservedAlias.ts";
import { apiSchema, FLAT_ROWS } from "./schema.ts";

/** Tokens that a document may have. */
export const MAX_TOKENS = 5000;
/** What a document is checked against beside the rules of GraphQL. */
export const VALIDATION_RULES = [reservedAlias];

/** The GraphQL server, started; it stops when Fastify closes. */
export async function startApollo(
  app: FastifyInstance,
  { introspection }: Pick<Config, "introspection">,
  schema: GraphQLSchema,
): Promise<ApolloServer<Context>> {
  const apollo = new ApolloServer<Context>({
    gateway: gatewayOf(schema, rowsAtOnce(apiSchema(), FLAT_ROWS)),
    introspection,
    includeStacktraceInErrorResponses: false,
    formatError,
    parseOptions: { maxTokens: MAX_TOKENS },
    stopOnTerminationSignals: false,
    validationRules: VALIDATION_RULES,
    // Cache hints would cost each field a call; no answer may be kept outside of this process anyway.
    plugins: [ApolloServerPluginCacheControlDisabled(), oneBlock, limits, askedTwice, errorLog, outcome],
    logger: app.log,
  });
  await apollo.start();
  app.addHook("onClose", () => apollo.stop());
  return apollo;
}
