import cors from "@fastify/cors";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance } from "fastify";
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

const EXPORT_HEADERS = ["x-block-number", "x-block-hash", "x-resume"];

/** Sets who may ask, from where, and how often; before any route is added. */
export async function secure(app: FastifyInstance, { corsOrigins, rateLimit: most }: Config): Promise<void> {
  await app.register(helmet, {
    strictTransportSecurity: false,
    contentSecurityPolicy: { directives: contentSecurity },
    // Whoever may ask from another site may read the answer, and nobody else.
    crossOriginResourcePolicy: { policy: corsOrigins.length === 0 ? "same-origin" : "cross-origin" },
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

/** Which proxies' X-Forwarded-For Fastify believes: the last so many, or those with certain addresses. */
export function believes(
  proxies: Config["trustProxy"],
): string[] | ((address: string, hop: number) => boolean) {
  return typeof proxies === "number" ? (_address, hop) => hop < proxies : proxies;
}
