import fastifyWebsocket, { type WebSocket } from "@fastify/websocket";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type ExecutionArgs, GraphQLError, Kind } from "graphql";
import { handleProtocols, makeServer, type ServerOptions } from "graphql-ws";
import { admit } from "./admission.ts";
import { Backlog } from "./Backlog.ts";
import { type Connection, keepAlive, speak } from "./connection.ts";
import type { Client } from "./Listener.ts";
import { checkOrigin } from "./origin.ts";
import type { Subscribing } from "./serveLive.ts";
import type { Wanted } from "./Wanted.ts";

const KEEP_ALIVE_MS = 12_000;
const INIT_MS = 3000;
const MOST_MESSAGE_BYTES = 256 * 1024;
/** What may wait in a socket: a client that lets more wait is too slow. */
const MOST_BUFFERED_BYTES = 1024 * 1024;
/** How long a client has to answer when it is told that its connection ends. */
const GOODBYE_MS = 500;
const GOING_AWAY = 1001;
const TRY_AGAIN_LATER = 1013;
const TOO_SLOW = "Events wait for this client to take them: subscribe again.";

/** Subscriptions over graphql-ws at the path of the queries. */
export async function serveWebSocket(app: FastifyInstance, subscribing: Subscribing): Promise<void> {
  await app.register(fastifyWebsocket, {
    options: { maxPayload: MOST_MESSAGE_BYTES, handleProtocols },
    errorHandler: (error, socket, request) => {
      request.log.debug({ err: error }, "a subscriber's connection failed");
      socket.terminate();
    },
    preClose(done) {
      for (const socket of this.websocketServer.clients) leave(socket, GOING_AWAY, "The API stops.");
      this.websocketServer.close();
      done();
    },
  });
  const server = makeServer(optionsOf(subscribing));
  const constraints = { transport: "websocket" };
  const preValidation = async (request: FastifyRequest) => checkOrigin(request, subscribing.origins);
  app.get("/graphql", { websocket: true, constraints, preValidation }, (socket, request) => {
    const left = subscribing.clients.enter();
    if (left === null) return leave(socket, TRY_AGAIN_LATER, subscribing.clients.fullText);
    socket.once("close", left);
    keepAlive(socket, KEEP_ALIVE_MS);
    speak(server, { socket, request });
    // The plugin would end the connection before a client that breaks the protocol is told so by ws.
    socket.removeAllListeners("error").on("error", (error) => {
      request.log.debug({ err: error }, "a subscriber's connection failed");
    });
  });
}

const backlogs = new WeakMap<WebSocket, Backlog>();

function clientOf(socket: WebSocket): Client {
  const backlog = backlogs.get(socket) ?? new Backlog();
  backlogs.set(socket, backlog);
  return { backlog, drop: () => leave(socket, TRY_AGAIN_LATER, TOO_SLOW) };
}

function optionsOf({
  live,
  rules,
  mostSubscriptions,
}: Subscribing): ServerOptions<Record<string, unknown>, Connection> {
  return {
    connectionInitWaitTimeout: INIT_MS,
    onSubscribe({ subscriptions }, _id, payload) {
      if (Object.keys(subscriptions).length > mostSubscriptions) return [tooMany(mostSubscriptions)];
      const wanted = admit(payload, rules);
      return "key" in wanted ? argumentsOf(wanted) : wanted;
    },
    context: ({ extra }) => extra,
    subscribe({ rootValue, contextValue }) {
      const { socket } = contextValue as Connection;
      try {
        return live.subscribe(rootValue as Wanted, clientOf(socket));
      } catch (error) {
        if (error instanceof GraphQLError) return { errors: [error] };
        throw error;
      }
    },
    onNext({ extra: { socket } }) {
      if (socket.bufferedAmount > MOST_BUFFERED_BYTES) leave(socket, TRY_AGAIN_LATER, TOO_SLOW);
    },
  };
}

function argumentsOf(wanted: Wanted): ExecutionArgs {
  const { schema, operation } = wanted.operation;
  return { schema, document: { kind: Kind.DOCUMENT, definitions: [operation] }, rootValue: wanted };
}

function tooMany(most: number): GraphQLError {
  const advice = "end one, or open another connection";
  const message = `A connection can have ${most} subscriptions at once, and this one has them: ${advice}.`;
  return new GraphQLError(message, { extensions: { code: "TOO_COMPLEX" } });
}

/** Ends a connection, by force where the client does not answer. */
function leave(socket: WebSocket, code: number, reason: string): void {
  socket.close(code, reason);
  const timer = setTimeout(() => socket.terminate(), GOODBYE_MS);
  socket.once("close", () => clearTimeout(timer));
}
