import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { afterEach, expect, test, vi } from "vitest";
import WebSocket, { type ClientOptions } from "ws";
import { readConfig } from "../config.ts";
import { createServer } from "../server.ts";

const HEADERS = { "content-type": "application/json", accept: "text/event-stream" };
const REFUSED = "subscription { slashes { nope } }";
let app: FastifyInstance;

afterEach(() => app.close());

/** Listens before a graph-node that is down: port 9 is discard. */
async function listen(settings: Record<string, string> = {}): Promise<string> {
  app = await createServer(
    readConfig({ SUBGRAPH_URL: "http://127.0.0.1:9/subgraphs/name/none", LOG_LEVEL: "silent", ...settings }),
  );
  return `${await app.listen({ port: 0, host: "127.0.0.1" })}/graphql`;
}

test("over graphql-ws a refusal has its code, and a subscription waits while graph-node is down", async () => {
  const socket = await connect(await listen());
  const first = subscribe(socket, "1", "{ sinks { id } }");
  expect(await first).toMatchObject({
    id: "1",
    type: "error",
    payload: [{ extensions: { code: "BAD_USER_INPUT" } }],
  });
  const second = subscribe(socket, "2", "subscription { blockIndexed { blockNumber } }");
  expect(await Promise.race([second, sleep(1000, "nothing")])).toBe("nothing");
  expect(await metric("clients")).toBe(1);
});

test("a connection has so many subscriptions and no more", async () => {
  const socket = await connect(await listen({ LIVE_SUBSCRIPTIONS: "2" }));
  for (const id of ["1", "2"]) void subscribe(socket, id, `subscription { slashes { a${id}: id } }`);
  expect(await subscribe(socket, "3", "subscription { slashes { id } }")).toMatchObject({
    id: "3",
    payload: [
      { message: expect.stringContaining("2 subscriptions at once"), extensions: { code: "TOO_COMPLEX" } },
    ],
  });
});

test("who does not begin in time, or says nonsense, is left, and nothing is printed", async () => {
  const printed = vi.spyOn(console, "error");
  const url = await listen();
  const silent = await open(url);
  const noisy = await open(url);
  noisy.send("hello");
  expect(await closeCode(noisy)).toBe(4400);
  expect(await closeCode(silent)).toBe(4408);
  const large = await connect(url);
  large.on("error", () => {});
  large.send("x".repeat(300_000));
  expect(await closeCode(large)).toBe(1009);
  expect(printed).not.toHaveBeenCalled();
}, 15_000);

test("a client whose connection breaks while answers flow is left, and nothing is printed", async () => {
  const printed = vi.spyOn(console, "error");
  const url = await listen();
  const tcp = connectTcp(Number(new URL(url).port), "127.0.0.1");
  const broken = await connect(url, { createConnection: () => tcp });
  expect(await subscribe(broken, "0", REFUSED)).toMatchObject({ type: "error" });
  for (let id = 1; id < 20; id++) broken.send(subscribing(`${id}`, REFUSED));
  tcp.resetAndDestroy();
  await expect.poll(() => metric("clients")).toBe(0);
  expect(await subscribe(await connect(url), "1", REFUSED)).toMatchObject({ type: "error" });
  expect(printed).not.toHaveBeenCalled();
});

test("a page of another site is refused, one of an allowed origin is not", async () => {
  const url = await listen({ CORS_ORIGINS: "https://dashboard.example" });
  const handshake = (origin: string) =>
    open(url, { origin }).then(
      () => 101,
      (error: Error) => error.message,
    );
  expect(await handshake("https://evil.example")).toMatch(/403/);
  expect(await handshake("https://dashboard.example")).toBe(101);
  expect(await handshake(new URL(url).origin)).toBe(101);
});

test("so many clients come in and no more, over both transports together", async () => {
  const url = await listen({ LIVE_CLIENTS: "2" });
  await connect(url);
  const stop = new AbortController();
  const stream = await post(url, "subscription { slashes { id } }", stop.signal);
  expect(stream.status).toBe(200);
  expect(stream.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(await closeCode(await open(url))).toBe(1013);
  const full = await post(url, "subscription { slashes { id } }");
  expect([full.status, full.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(await full.json()).toMatchObject({ errors: [{ extensions: { code: "RATE_LIMITED" } }] });
  stop.abort();
  await expect.poll(() => metric("clients")).toBe(1);
  await connect(url);
});

test("a subscription ends with its client, however that goes, and a client may end one and keep the other", async () => {
  const url = await listen();
  const socket = await connect(url);
  const stop = new AbortController();
  await post(url, "subscription { slashes { id } }", stop.signal);
  for (const id of ["1", "2"]) void subscribe(socket, id, "subscription { slashes { id } }");
  await expect.poll(() => metric("subscriptions")).toBe(3);
  stop.abort();
  await expect.poll(() => metric("subscriptions")).toBe(2);
  socket.send('{"id":"1","type":"complete"}');
  await expect.poll(() => metric("subscriptions")).toBe(1);
  socket.terminate();
  await expect.poll(() => metric("subscriptions")).toBe(0);
  expect(await metric("clients")).toBe(0);
});

test("server-sent events tell a refusal as an event, and what is no request as JSON", async () => {
  const url = await listen();
  const refused = await post(url, "subscription { slashes { nope } }");
  expect(await refused.text()).toMatch(
    /event: next\ndata: .*GRAPHQL_VALIDATION_FAILED.*\n\nevent: complete\n/,
  );
  const query = new URLSearchParams({ query: "{ sinks { id } }" });
  const viaGet = await fetch(`${url}?${query}`, { headers: { accept: "text/event-stream" } });
  expect(await viaGet.text()).toContain("send queries to POST /graphql");
  const empty = await fetch(url, { method: "POST", headers: HEADERS, body: "{}" });
  expect([empty.status, await empty.json()]).toEqual([
    400,
    { errors: [{ message: expect.any(String), extensions: { code: "BAD_REQUEST" } }] },
  ]);
  const asQuery = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
    body: JSON.stringify({ query: "subscription { slashes { id } }" }),
  });
  expect(await asQuery.json()).toMatchObject({
    errors: [{ message: expect.stringContaining("graphql-ws"), extensions: { code: "BAD_USER_INPUT" } }],
  });
});

test("at the end of the server every client is told that it goes away, within 2 s", async () => {
  const url = await listen();
  const socket = await connect(url);
  const stream = await post(url, "subscription { slashes { id } }");
  const broken = stream.text().then(
    () => "ended",
    () => "broken off",
  );
  void subscribe(socket, "1", "subscription { slashes { id } }");
  const said: string[] = [];
  socket.on("message", (text) => said.push(String(text)));
  const code = closeCode(socket);
  const begun = performance.now();
  await app.close();
  expect(performance.now() - begun).toBeLessThan(2000);
  expect([await code, await broken, said]).toEqual([1001, "broken off", []]);
});

function open(url: string, options: ClientOptions = {}): Promise<WebSocket> {
  const socket = new WebSocket(url.replace(/^http/, "ws"), "graphql-transport-ws", options);
  return new Promise((resolve, reject) => {
    socket.once("open", () => resolve(socket)).once("error", reject);
  });
}

async function connect(url: string, options: ClientOptions = {}): Promise<WebSocket> {
  const socket = await open(url, options);
  socket.send('{"type":"connection_init"}');
  const [text] = await once(socket, "message");
  expect(JSON.parse(String(text))).toEqual({ type: "connection_ack" });
  return socket;
}

/** Subscribes, and gives the first answer to it. */
function subscribe(socket: WebSocket, id: string, query: string): Promise<unknown> {
  const answer = new Promise((resolve) => {
    socket.on("message", (text) => {
      const message = JSON.parse(String(text)) as { id?: string };
      if (message.id === id) resolve(message);
    });
  });
  socket.send(subscribing(id, query));
  return answer;
}

function subscribing(id: string, query: string): string {
  return JSON.stringify({ id, type: "subscribe", payload: { query } });
}

function post(url: string, query: string, signal: AbortSignal | null = null): Promise<Response> {
  return fetch(url, { method: "POST", headers: HEADERS, body: JSON.stringify({ query }), signal });
}

async function closeCode(socket: WebSocket): Promise<number> {
  const [code] = await once(socket, "close");
  return code as number;
}

async function metric(name: "clients" | "subscriptions"): Promise<number> {
  const { body } = await app.inject("/metrics");
  return Number(body.match(new RegExp(`^manometer_live_${name} (\\d+)$`, "m"))?.[1]);
}
