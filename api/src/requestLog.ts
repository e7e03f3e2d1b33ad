import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Served } from "./Answers.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The GraphQL answer that the request got; null where it got none. */
    served: Served | null;
  }
}

const SANE = /^[\w.:-]{1,64}$/;
const SLOW_MS = 2000;
const FINE = new Set(["debug", "trace"]);

/** The id of a request: the one that it brings, if that is short and plain, else a new one. */
export function requestId({ headers }: Pick<FastifyRequest["raw"], "headers">): string {
  const brought = headers["x-request-id"];
  return typeof brought === "string" && SANE.test(brought) ? brought : randomUUID();
}

/** Tells each client its request's id, and writes one line a request at debug; at warn where an answer was slow. */
export function logRequests(app: FastifyInstance): void {
  app.decorateRequest("served", null);
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id);
    done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    done();
    const { served, log, method } = request;
    const isSlow = served !== null && reply.elapsedTime > SLOW_MS;
    if (!isSlow && !FINE.has(app.log.level)) return;
    const line = {
      method,
      path: request.url.split("?", 1)[0],
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      ...(served && { operation: served.answer.operation, from: served.from, codes: served.answer.codes }),
    };
    if (isSlow) log.warn(line, "slow answer");
    else log.debug(line, "answered");
  });
}
