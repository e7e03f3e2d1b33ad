import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { GraphQLError } from "graphql";
import { createHandler, type Handler } from "graphql-sse";
import { admit } from "./admission.ts";
import { Backlog } from "./Backlog.ts";
import type { Result } from "./Listener.ts";
import { Outlet } from "./Outlet.ts";
import type { Subscribing } from "./serveLive.ts";

const RETRY_SECONDS = 5;

/** Subscriptions over graphql-sse at the path of the queries: one subscription a request. */
export function serveSse(app: FastifyInstance, subscribing: Subscribing): void {
  const outlets = new Set<Outlet>();
  const handle = handlerOf(subscribing);
  app.addHook("preClose", async () => {
    for (const outlet of outlets) outlet.cut();
  });
  app.route({
    method: ["GET", "POST"],
    url: "/graphql",
    exposeHeadRoute: false,
    constraints: { transport: "sse" },
    async handler(request, reply) {
      const left = subscribing.clients.enter();
      if (left === null) return refuse(reply, subscribing.clients.fullText);
      const outlet = new Outlet(reply.raw);
      outlets.add(outlet);
      try {
        return await stream(handle, outlet, request, reply);
      } finally {
        outlets.delete(outlet);
        left();
      }
    },
  });
}

function handlerOf({ live, rules }: Subscribing): Handler<FastifyRequest, Outlet> {
  return createHandler<FastifyRequest, Outlet>({
    // Without a token each request is a stream of its own.
    authenticate: () => null,
    onSubscribe({ context: outlet }, asked) {
      const wanted = admit(asked, rules);
      if (!("key" in wanted)) return once({ errors: wanted });
      try {
        return live.subscribe(wanted, { backlog: new Backlog(), drop: () => outlet.cut() });
      } catch (error) {
        if (error instanceof GraphQLError) return once({ errors: [error] });
        throw error;
      }
    },
    onNext: (_context, { context: outlet }) => outlet.announce(),
  });
}

async function stream(
  handle: Handler<FastifyRequest, Outlet>,
  outlet: Outlet,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { body: payload, method, url, headers } = request;
  const [body, { status, headers: own }] = await handle({
    method,
    url,
    headers: { get: (name) => (name === "accept" ? "text/event-stream" : String(headers[name] ?? "")) },
    body: typeof payload === "object" ? (payload as Record<string, unknown> | null) : null,
    raw: request,
    context: outlet,
  });
  if (body === null || typeof body === "string") return refuseAs(reply, status, body);
  reply.hijack();
  reply.raw.writeHead(status, { ...plain(reply), ...own, "x-accel-buffering": "no" });
  await outlet.pipe(body);
  return reply;
}

/** An answer that the library has made before a stream began, in GraphQL's shape and with a code. */
function refuseAs(reply: FastifyReply, status: number, body: string | null): FastifyReply {
  const { errors } = JSON.parse(body ?? "{}") as { errors?: readonly { readonly message: string }[] };
  const message =
    errors?.[0]?.message ?? "Send the subscription as JSON, or as the parameter `query` of a GET.";
  return reply.code(status).send({ errors: [{ message, extensions: { code: "BAD_REQUEST" } }] });
}

function refuse(reply: FastifyReply, message: string): FastifyReply {
  const errors = [{ message, extensions: { code: "RATE_LIMITED" } }];
  return reply.code(503).header("retry-after", RETRY_SECONDS).send({ errors });
}

function plain(reply: FastifyReply): Record<string, string> {
  const set = Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as Record<string, string>;
}

async function* once(result: Result): AsyncGenerator<Result, undefined, undefined> {
  yield result;
}
