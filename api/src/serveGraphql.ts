import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Answers } from "./Answers.ts";
import { checkSubscriptions } from "./directedSubscription.ts";
import { apiError } from "./errors.ts";
import { wantsPage } from "./graphiql.ts";
import type { Meters } from "./Meters.ts";
import { keepTexts } from "./sameQuestion.ts";

/** Answers GraphQL over HTTP at /graphql, and gives a browser its page there. */
export function serveGraphql(app: FastifyInstance, answers: Answers, meters: Meters): void {
  keepTexts(app);
  const serve = async (request: FastifyRequest, reply: FastifyReply) => {
    try {
      const served = await answers.to(request, () => goneWith(reply));
      request.served = served;
      meters.answered(served, reply.elapsedTime / 1000);
      reply.code(served.answer.status).header("cache-control", "no-store");
      for (const [name, value] of served.answer.headers) reply.header(name, value);
      return reply.send(served.answer.body);
    } catch (error) {
      if (!reply.raw.destroyed) throw error;
      return reply.hijack();
    }
  };
  const preHandler = async ({ body, query }: FastifyRequest) => {
    for (const part of [body, query]) {
      if (typeof part === "object" && part !== null && "query" in part) checkSubscriptions(part.query);
    }
  };
  app.post("/graphql", { preHandler }, serve);
  app.get("/graphql", { preHandler }, (request, reply) =>
    wantsPage(request) ? reply.sendFile("index.html") : serve(request, reply),
  );
}

/** Aborts when the client goes away before it has its answer. */
function goneWith({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once("close", () => {
    if (!raw.writableFinished) controller.abort(apiError("CANCELLED", "The client has gone away."));
  });
  return controller.signal;
}
