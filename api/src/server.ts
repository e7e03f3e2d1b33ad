import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import { Answers } from "./Answers.ts";
import { startApollo } from "./apollo.ts";
import { AuditStore } from "./audits/AuditStore.ts";
import { policyFrom } from "./audits/policyFile.ts";
import { serveAudits } from "./audits/serveAudits.ts";
import type { Witness } from "./chain/Witness.ts";
import type { Config } from "./config.ts";
import type { Upstream } from "./context.ts";
import { serveDashboard } from "./dashboard.ts";
import { serveExport } from "./export/serveExport.ts";
import { serveGraphiql } from "./graphiql.ts";
import { serveLive } from "./live/serveLive.ts";
import { Meters } from "./Meters.ts";
import { answerInGraphqlsShape, refuseAddress, refuseConnection } from "./refusals.ts";
import { logRequests, requestId } from "./requestLog.ts";
import { apiSchema } from "./schema.ts";
import { believes, secure } from "./security.ts";
import { serveGraphql } from "./serveGraphql.ts";
import { serveHealth } from "./serveHealth.ts";
import { Head } from "./subgraph/Head.ts";
import { Status } from "./subgraph/Status.ts";
import { Subgraph } from "./subgraph/Subgraph.ts";

const BODY_LIMIT = 256 * 1024;
/** How long a client may take to send its request. */
const REQUEST_TIMEOUT_MS = 30_000;
const MOST_ANSWERS = 10_000;

/** The whole server, not yet listening. Closing it gives up what is in flight. */
export async function createServer(config: Config): Promise<FastifyInstance> {
  const app = Fastify({
    // pino's own stream waits for good, also at the end, when its reader has died with some of the log unread.
    logger: { level: config.logLevel, stream: process.stdout },
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    genReqId: requestId,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: believes(config.trustProxy),
    forceCloseConnections: true,
    frameworkErrors: (error, _request, reply) => refuseAddress(error, reply),
    clientErrorHandler: refuseConnection,
  });
  const meters = new Meters();
  const upstream = upstreamOf(config, meters, app.log, await witnessAt(config.rpcUrl));
  app.addHook("onClose", async () => {
    await Promise.all([upstream.subgraph.close(), upstream.status.endpoint?.close()]);
  });
  logRequests(app);
  answerInGraphqlsShape(app);
  await secure(app, config);
  await serveGraphiql(app);
  serveDashboard(app);
  const limits = { entries: MOST_ANSWERS, bytes: config.cacheMegabytes * 1024 * 1024 };
  const schema = apiSchema();
  const answers = new Answers(await startApollo(app, config, schema), upstream, limits);
  meters.watch(upstream, () => answers.kept);
  meters.subscribers(await serveLive(app, config, { schema, upstream }));
  serveGraphql(app, answers, meters);
  serveAudits(app, upstream);
  serveExport(app, { schema, upstream, most: config.exports });
  serveHealth(app, config, upstream, meters);
  return app;
}

/** The auditor, which reads the contracts' ABIs, is there only for those who have a node to ask. */
async function witnessAt(rpcUrl: string | null): Promise<Witness | null> {
  if (rpcUrl === null) return null;
  const { NodeWitness } = await import("./chain/NodeWitness.ts");
  return new NodeWitness(rpcUrl);
}

function upstreamOf(
  config: Config,
  meters: Meters,
  log: FastifyBaseLogger,
  witness: Witness | null,
): Upstream {
  const subgraph = Subgraph.at(config.subgraphUrl, {
    apiKey: config.subgraphApiKey,
    onEnd: meters.upstream("subgraph"),
    onTurn: (why) => logTurn(log, why),
  });
  const status = new Status(config.statusUrl, meters.upstream("status"));
  return {
    subgraph,
    status,
    head: new Head(subgraph, status),
    finalityBlocks: config.finalityBlocks,
    fineness: { raw: config.rawFacts, hours: BigInt(config.mostHours) },
    superTokens: new Set(config.superTokens),
    auditStore: new AuditStore(policyFrom(config.auditPolicy)),
    witness,
  };
}

function logTurn(log: FastifyBaseLogger, why: Error | null): void {
  if (why === null) {
    log.info("graph-node answers again");
    return;
  }
  const cause = why.cause instanceof Error ? why.cause.message : undefined;
  log.warn({ cause }, `questions are refused until graph-node answers: ${why.message}`);
}
