import type { FastifyInstance } from "fastify";
import { type GraphQLSchema, NoSchemaIntrospectionCustomRule } from "graphql";
import { MAX_TOKENS, VALIDATION_RULES } from "../apollo.ts";
import type { Config } from "../config.ts";
import type { Upstream } from "../context.ts";
import type { Rules } from "./admission.ts";
import { Clients } from "./Clients.ts";
import { Live } from "./Live.ts";
import { serveSse } from "./sse.ts";
import { distinguishTransports } from "./transport.ts";
import { serveWebSocket } from "./websocket.ts";

/** What both transports work with. */
export type Subscribing = {
  readonly live: Live;
  readonly clients: Clients;
  readonly rules: Rules;
  /** Subscriptions that one connection may have at once. */
  readonly mostSubscriptions: number;
  /** Origins besides the API's own whose pages may subscribe; "*" is all of them. */
  readonly origins: readonly string[];
};

/** How many are connected now, and how many subscriptions they have together. */
export type Audience = { readonly clients: number; readonly subscriptions: number };

/** Serves subscriptions over graphql-ws and graphql-sse at /graphql, and gives how many clients and subscriptions there are. */
export async function serveLive(
  app: FastifyInstance,
  config: Config,
  { schema, upstream }: { readonly schema: GraphQLSchema; readonly upstream: Upstream },
): Promise<Audience> {
  const live = new Live({ schema, upstream, log: app.log });
  const clients = new Clients(config.liveClients);
  const introspection = config.introspection ? [] : [NoSchemaIntrospectionCustomRule];
  const validationRules = [...VALIDATION_RULES, ...introspection];
  const subscribing = {
    live,
    clients,
    rules: { schema, validationRules, maxTokens: MAX_TOKENS },
    mostSubscriptions: config.liveSubscriptions,
    origins: config.corsOrigins,
  };
  distinguishTransports(app);
  await serveWebSocket(app, subscribing);
  serveSse(app, subscribing);
  // The transports say goodbye first, so that no client takes the end of the process for the end of a subscription.
  app.addHook("preClose", async () => live.close());
  return {
    get clients() {
      return clients.count;
    },
    get subscriptions() {
      return live.subscriptions;
    },
  };
}
