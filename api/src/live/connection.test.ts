import { once } from "node:events";
import fastifyWebsocket from "@fastify/websocket";
import Fastify, { type FastifyInstance } from "fastify";
import { handleProtocols, makeServer } from "graphql-ws";
import { afterEach, expect, test, vi } from "vitest";
import WebSocket, { type ClientOptions } from "ws";
import { type Connection, keepAlive, speak } from "./connection.ts";

const logged: string[] = [];
let app: FastifyInstance;

afterEach(async () => {
  await app.close();
  logged.length = 0;
});

/** Listens, and does this with every connection. */
async function listen(serve: (connection: Connection) => void): Promise<string> {
  app = Fastify({ logger: { level: "info", stream: { write: (line: string) => logged.push(line) } } });
  await app.register(fastifyWebsocket, { options: { handleProtocols } });
  app.get("/", { websocket: true }, (socket, request) => serve({ socket, request }));
  return app.listen({ port: 0, host: "127.0.0.1" });
}

async function open(url: string, options: ClientOptions = {}): Promise<WebSocket> {
  const socket = new WebSocket(url.replace(/^http/, "ws"), "graphql-transport-ws", options);
  await once(socket, "open");
  return socket;
}

test("what fails in the API itself is logged and ends the connection, and its client is not told why", async () => {
  const printed = vi.spyOn(console, "error");
  const server = makeServer<Record<string, unknown>, Connection>({
    onSubscribe() {
      throw new Error("a secret of the API");
    },
  });
  const socket = await open(await listen((connection) => speak(server, connection)));
  socket.send('{"type":"connection_init"}');
  await once(socket, "message");
  socket.send('{"id":"1","type":"subscribe","payload":{"query":"subscription { slashes { id } }"}}');
  const [code, reason] = await once(socket, "close");
  expect([code, String(reason)]).toEqual([4500, "Internal server error"]);
  const errors = logged.filter((line) => line.includes('"level":50'));
  expect(errors).toEqual([expect.stringContaining("a secret of the API")]);
  expect(printed).not.toHaveBeenCalled();
});

test("a client that no longer answers is left, and one that answers is not", async () => {
  const url = await listen(({ socket }) => keepAlive(socket, 200));
  const there = await open(url);
  const gone = await open(url, { autoPong: false });
  const [code] = await once(gone, "close");
  expect(code).toBe(1006);
  for (let pings = 0; pings < 3; pings++) await once(there, "ping");
  expect(there.readyState).toBe(WebSocket.OPEN);
});
