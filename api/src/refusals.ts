import type { FastifyError, FastifyInstance } from "fastify";

const codes: Readonly<Record<number, string>> = { 429: "RATE_LIMITED" };

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
