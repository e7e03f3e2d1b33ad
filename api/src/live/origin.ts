import type { FastifyRequest } from "fastify";

/** Refuses a connection: HTTP 403. */
export type OriginError = Error & { readonly statusCode: 403 };

/**
 * Checks where the page that opens a WebSocket is from: no browser asks for permission before it opens one.
 * @param allowed origins besides the API's own; "*" is all of them
 * @throws OriginError
 */
export function checkOrigin(
  { headers: { origin }, host }: Pick<FastifyRequest, "headers" | "host">,
  allowed: readonly string[],
): void {
  if (origin === undefined || allowed.includes("*") || allowed.includes(origin)) return;
  if (URL.canParse(origin) && new URL(origin).host === host) return;
  const message = `Pages of ${origin} may not subscribe here: add it to CORS_ORIGINS.`;
  throw Object.assign(new Error(message), { statusCode: 403 as const });
}
