import cors from "@fastify/cors";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import Fastify, { type FastifyInstance } from "fastify";
import type { Config } from "./config.ts";
import { RequestCounts } from "./RequestCounts.ts";

// GraphiQL sets styles from its scripts, and its fonts and icons are data URLs.
const contentSecurity = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", "data:"],
  fontSrc: ["'self'", "data:"],
  upgradeInsecureRequests: null,
};

/** Headers of any answer. */
const PLAIN = new Set(["connection", "content-length", "content-type", "date", "keep-alive"]);
const EXPORT_HEADERS = ["x-block-number", "x-block-hash", "x-resume"];

/** Sets who may ask, from where, and how often; before any route is added. */
export async function secure(app: FastifyInstance, { corsOrigins, rateLimit: most }: Config): Promise<void> {
  // Whoever may ask from another site may read the answer, and nobody else.
  const headers = await safeHeaders(corsOrigins.length === 0 ? "same-origin" : "cross-origin");
  app.addHook("onRequest", (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
  if (corsOrigins.length > 0) {
    await app.register(cors, {
      origin: corsOrigins.includes("*") ? "*" : [...corsOrigins],
      methods: ["GET", "POST"],
      exposedHeaders: ["x-request-id", "retry-after", "content-disposition", ...EXPORT_HEADERS],
      maxAge: 3600,
    });
  }
  if (most === 0) return;
  await app.register(rateLimit, {
    max: most,
    timeWindow: "1 minute",
    store: RequestCounts,
    errorResponseBuilder: (_request, { max, ttl }) => {
      const advice = `ask again in ${Math.ceil(ttl / 1000)} s`;
      const message = `Your address has sent more than the ${max} requests a minute allowed: ${advice}.`;
      return Object.assign(new Error(message), { statusCode: 429 });
    },
  });
}

/** The headers that helmet sets. It writes them anew for each request, which takes as long as to answer from memory. */
async function safeHeaders(policy: "same-origin" | "cross-origin"): Promise<Record<string, string>> {
  const app = Fastify();
  await app.register(helmet, {
    strictTransportSecurity: false,
    contentSecurityPolicy: { directives: contentSecurity },
    crossOriginResourcePolicy: { policy },
  });
  app.get("/", (_request, reply) => reply.send());
  const { headers } = await app.inject("/");
  await app.close();
  const own = Object.entries(headers).filter(([name]) => !PLAIN.has(name));
  return Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
}

/** Which proxies' X-Forwarded-For Fastify believes: the last so many, or those with certain addresses. */
export function believes(
  proxies: Config["trustProxy"],
): string[] | ((address: string, hop: number) => boolean) {
  return typeof proxies === "number" ? (_address, hop) => hop < proxies : proxies;
}
