import type { FastifyInstance, FastifyRequest } from "fastify";

/** The ways to subscribe that share the path of the queries. */
export type Transport = "websocket" | "sse";

/**
 * Lets routes of one path differ in the constraint `transport`: a WebSocket's handshake, and a request that wants
 * server-sent events before anything else. Clients of queries name that type too, further back.
 */
export function distinguishTransports(app: FastifyInstance): void {
  app.addConstraintStrategy({
    name: "transport",
    storage() {
      const handlers = new Map<unknown, never>();
      return {
        get: (transport) => handlers.get(transport) ?? null,
        set: (transport, handler) => handlers.set(transport, handler as never),
      };
    },
    deriveConstraint: (request: FastifyRequest["raw"]) => transportOf(request),
    mustMatchWhenDerived: false,
  });
}

/** How a request subscribes; undefined where it does not. */
export function transportOf({ headers }: Pick<FastifyRequest["raw"], "headers">): Transport | undefined {
  if (headers.upgrade?.toLowerCase() === "websocket") return "websocket";
  const [first] = (headers.accept ?? "").toLowerCase().split(/[,;]/);
  return first?.trim() === "text/event-stream" ? "sse" : undefined;
}
