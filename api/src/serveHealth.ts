import type { FastifyInstance } from "fastify";
import type { Config } from "./config.ts";
import type { Upstream } from "./context.ts";
import type { Meters } from "./Meters.ts";
import { readiness } from "./readiness.ts";

/** Says whether the process lives, whether it can answer, and what it measures of itself; without a rate limit. */
export function serveHealth(app: FastifyInstance, config: Config, upstream: Upstream, meters: Meters): void {
  const options = { config: { rateLimit: false } };
  app.get("/health", options, async () => ({ status: "ok" }));
  app.get("/ready", options, async (_request, reply) => {
    const state = await readiness(upstream, config);
    return reply.code(state.ready ? 200 : 503).send(state);
  });
  app.get("/metrics", options, async (_request, reply) => {
    // Or the figures of the index would be those of the last question.
    await upstream.head.now().catch(() => null);
    const { text, type } = await meters.text();
    return reply.type(type).send(text);
  });
}
