import { fastifyApolloHandler } from "@as-integrations/fastify";
import helmet from "@fastify/helmet";
import Fastify, { type FastifyError, type FastifyInstance, LogController } from "fastify";
import { startApollo } from "./apollo.ts";
import type { Config } from "./config.ts";
import { contextOf, type Upstream } from "./context.ts";
import { serveGraphiql, wantsPage } from "./graphiql.ts";
import { readiness } from "./readiness.ts";
import { Status } from "./subgraph/Status.ts";
import { Subgraph } from "./subgraph/Subgraph.ts";

const BODY_LIMIT = 256 * 1024;

/** The whole server, not yet listening. Closing it gives up what is in flight. */
export async function createServer(config: Config): Promise<FastifyInstance> {
  const app = Fastify({
    logger: { level: config.logLevel },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
  });
  const upstream: Upstream = {
    subgraph: new Subgraph(config.subgraphUrl),
    status: new Status(config.statusUrl),
    finalityBlocks: config.finalityBlocks,
    superTokens: new Set(config.superTokens),
  };
  app.addHook("onClose", async () => {
    await Promise.all([upstream.subgraph.endpoint.close(), upstream.status.endpoint?.close()]);
  });
  await app.register(helmet, {
    strictTransportSecurity: false,
    contentSecurityPolicy: { directives: contentSecurity },
  });
  answerInGraphqlsShape(app);
  await serveGraphiql(app);
  await serveGraphql(app, upstream);
  serveHealth(app, config, upstream);
  return app;
}

// GraphiQL sets styles from its scripts, and its fonts and icons are data URLs.
const contentSecurity = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", "data:"],
  fontSrc: ["'self'", "data:"],
  upgradeInsecureRequests: null,
};

async function serveGraphql(app: FastifyInstance, upstream: Upstream): Promise<void> {
  const apollo = await startApollo(app);
  const handler = fastifyApolloHandler(apollo, {
    context: async (request) => contextOf(upstream, request.log),
  });
  app.get("/", (_request, reply) => reply.redirect("/graphql"));
  app.post("/graphql", handler);
  app.get("/graphql", function (request, reply) {
    return wantsPage(request) ? reply.sendFile("index.html") : handler.call(this, request, reply);
  });
}

function serveHealth(app: FastifyInstance, config: Config, upstream: Upstream): void {
  app.get("/health", async () => ({ status: "ok" }));
  app.get("/ready", async (request, reply) => {
    const state = await readiness(contextOf(upstream, request.log), config);
    return reply.code(state.ready ? 200 : 503).send(state);
  });
}

/** Errors outside GraphQL (a body too large, no JSON, an unknown path) look like GraphQL's. */
function answerInGraphqlsShape(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error({ err: error }, "unexpected error");
    const message = status < 500 ? error.message : "Something went wrong inside the API. It has been logged.";
    const code = status < 500 ? "BAD_REQUEST" : "INTERNAL_SERVER_ERROR";
    return reply.code(status).send({ errors: [{ message, extensions: { code } }] });
  });
  app.setNotFoundHandler((request, reply) => {
    const message = `There is nothing at ${request.method} ${request.url}: send queries to POST /graphql.`;
    return reply.code(404).send({ errors: [{ message, extensions: { code: "BAD_REQUEST" } }] });
  });
}
