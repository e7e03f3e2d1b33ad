import { ApolloServer } from "@apollo/server";
import type { FastifyInstance } from "fastify";
import type { Config } from "./config.ts";
import type { Context } from "./context.ts";
import { formatError } from "./errors.ts";
import { errorLog } from "./plugins/errorLog.ts";
import { limits } from "./plugins/limits.ts";
import { oneBlock } from "./plugins/oneBlock.ts";
import { outcome } from "./plugins/outcome.ts";
import { reservedAlias } from "./reservedAlias.ts";
import { apiSchema } from "./schema.ts";

const MAX_TOKENS = 5000;

/** The GraphQL server, started; it stops when Fastify closes. */
export async function startApollo(
  app: FastifyInstance,
  { introspection }: Pick<Config, "introspection">,
): Promise<ApolloServer<Context>> {
  const apollo = new ApolloServer<Context>({
    schema: apiSchema(),
    introspection,
    includeStacktraceInErrorResponses: false,
    formatError,
    parseOptions: { maxTokens: MAX_TOKENS },
    stopOnTerminationSignals: false,
    validationRules: [reservedAlias],
    plugins: [oneBlock, limits, errorLog, outcome],
    logger: app.log,
  });
  await apollo.start();
  app.addHook("onClose", () => apollo.stop());
  return apollo;
}
