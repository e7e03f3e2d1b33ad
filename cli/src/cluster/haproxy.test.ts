import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { freePort } from "../stack/ports.ts";
import { inRepository } from "../stack/repository.ts";
import { haproxyProgram } from "./haproxyProgram.ts";
import { environmentOf } from "./LoadBalancer.ts";

const PATIENCE = { timeout: 10_000, interval: 50 };
const QUESTION = '{"query":"{ sinks { id } }"}';
const GOOD = '{"data":{}}';
const UNAVAILABLE = '{"errors":[{"message":"Store error: database unavailable"}]}';

/** What a server does with questions, and what it answers to checks, which ask for `_meta`, when they want rows. */
type Behaviour = { question: RequestListener; check: string };

let servers: Server[] = [];
let haproxy: ChildProcess;
let graphql: number;
let stats: number;
let asked: number[];

beforeEach(() => {
  asked = [0, 0];
});
afterEach(async () => {
  haproxy.kill("SIGKILL");
  await once(haproxy, "exit");
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  servers = [];
});

/** A query node on 127.0.0.1 that behaves so; gives its address. */
async function node(number: 0 | 1, { question, check }: Behaviour): Promise<string> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (body.includes("_meta")) return response.end(body.includes("sinks") ? check : GOOD);
    asked[number] = (asked[number] ?? 0) + 1;
    question(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  servers.push(server);
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** HAProxy by deploy/haproxy.cfg before two query nodes, of which it has checked both. */
async function balance(one: Behaviour, other: Behaviour): Promise<void> {
  const [first, second] = [await node(0, one), await node(1, other)];
  const [api, status] = [await freePort(), await freePort()];
  [graphql, stats] = [await freePort(), await freePort()];
  const nowhere = ["127.0.0.1:9", "127.0.0.1:9"] as const;
  const env = environmentOf(
    { api, graphql, status, stats },
    { apis: nowhere, queryNodes: [first, second], statusNodes: nowhere },
  );
  haproxy = spawn(haproxyProgram(), ["-db", "-f", inRepository("deploy/haproxy.cfg")], {
    env: { ...process.env, ...env },
    stdio: "ignore",
  });
  await vi.waitFor(
    async () => expect((await states()).every((state) => !state.includes("/"))).toBe(true),
    PATIENCE,
  );
}

/** What HAProxy says of both query nodes: "UP", "DOWN", or "UP 1/2" where it is not sure yet. */
async function states(): Promise<string[]> {
  const table = await (await fetch(`http://127.0.0.1:${stats}/;csv`)).text();
  const [head = "", ...rows] = table.replace(/^# /, "").trim().split("\n");
  const at = head.split(",").indexOf("status");
  const ofNodes = rows.filter((row) => row.startsWith("query_nodes,query-"));
  return ofNodes.map((row) => row.split(",")[at] ?? "");
}

/** Asks over a connection of its own, the body so long after the head (ms), and gives the first line of the answer. */
async function ask(pause: number): Promise<string> {
  const socket = connect(graphql, "127.0.0.1");
  const length = Buffer.byteLength(QUESTION);
  socket.write(`POST /x HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: ${length}\r\n\r\n`);
  await sleep(pause);
  socket.write(QUESTION);
  return (await text(socket)).split("\r\n", 1)[0] ?? "";
}

const good: Behaviour = { question: (_, response) => response.end("{}"), check: GOOD };
const dying: Behaviour = { ...good, question: (request) => request.socket.destroy() };

it.each([0, 60])(
  "asks another server when one dies of a question whose body came %i ms after its head",
  async (pause) => {
    await balance(dying, good);
    for (let time = 0; time < 6; time++) expect(await ask(pause)).toBe("HTTP/1.1 200 OK");
    expect(asked[0]).toBeGreaterThan(0);
    expect(asked[1]).toBe(6);
  },
);

it("asks no query node that cannot reach one of its databases, though it answers fastest", async () => {
  await balance({ ...good, check: UNAVAILABLE }, good);
  await vi.waitFor(
    async () => expect(await states()).toEqual([expect.stringMatching(/^DOWN/), "UP"]),
    PATIENCE,
  );
  const before = asked[0];
  for (let time = 0; time < 6; time++) expect(await ask(0)).toBe("HTTP/1.1 200 OK");
  expect(asked[0]).toBe(before);
});
