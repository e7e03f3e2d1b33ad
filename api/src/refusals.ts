import type { Socket } from "node:net";
import type { ConnectionError, FastifyError, FastifyInstance, FastifyReply } from "fastify";

const codes: Readonly<Record<number, string>> = { 429: "RATE_LIMITED" };

const connectionRefusals: Readonly<Record<string, readonly [status: string, why: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [
    "408 Request Timeout",
    "The request did not come whole in time: send it faster.",
  ],
  HPE_HEADER_OVERFLOW: [
    "431 Request Header Fields Too Large",
    "The headers and the address are too large: ask by POST.",
  ],
};

/** Errors outside GraphQL (a body too large, no JSON, an unknown path, too many requests) look like GraphQL's. */
export function answerInGraphqlsShape(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error({ err: error }, "unexpected error");
    return reply.code(status).send(refused(messageOf(error, app.initialConfig.bodyLimit), codeOf(status)));
  });
  app.setNotFoundHandler((request, reply) => {
    const message = `There is nothing at ${request.method} ${request.url}: send queries to POST /graphql.`;
    return reply.code(404).send(refused(message, "BAD_REQUEST"));
  });
}

/** Answers, in GraphQL's shape too, a request whose address Fastify cannot read. */
export function refuseAddress({ statusCode = 400, message }: FastifyError, reply: FastifyReply): void {
  void reply.code(statusCode).send(refused(message, codeOf(statusCode)));
}

/** Answers on a connection whose bytes are no request, or none that came in time, and ends it. */
export function refuseConnection({ code }: ConnectionError, socket: Socket): void {
  if (code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const [status, why] = connectionRefusals[code] ?? [
    "400 Bad Request",
    "What was sent is not HTTP/1.1: see its headers.",
  ];
  const body = JSON.stringify(refused(why, "BAD_REQUEST"));
  const type = "Content-Type: application/json; charset=utf-8";
  const head = `HTTP/1.1 ${status}\r\n${type}\r\nContent-Length: ${Buffer.byteLength(body)}`;
  socket.end(`${head}\r\nConnection: close\r\n\r\n${body}`, () => socket.destroy());
}

function messageOf({ statusCode = 500, message }: FastifyError, bodyLimit: number | undefined): string {
  if (statusCode >= 500) return "Something went wrong inside the API. It has been logged.";
  if (statusCode === 413) return `The body is larger than the ${bodyLimit} bytes allowed: ask in parts.`;
  return message;
}

function codeOf(status: number): string {
  return status >= 500 ? "INTERNAL_SERVER_ERROR" : (codes[status] ?? "BAD_REQUEST");
}

function refused(message: string, code: string) {
  return { errors: [{ message, extensions: { code } }] };
}
