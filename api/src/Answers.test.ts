import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance, InjectOptions } from "fastify";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readConfig } from "./config.ts";
import { createServer } from "./server.ts";
import { answerWith, type Come, Misbehaving } from "./subgraph/Misbehaving.ts";

const ASK = "query Stakes($n: Int) { sinks(first: $n) { stake } }";
let hash: string;
let forgotten: string | null;
let waitMs: number;
let node: Misbehaving;
let app: FastifyInstance;
let questions: Come[];

// Every stake that it tells is another one, and it can forget a block: what no real node does when it is told to.
beforeEach(async () => {
  [hash, forgotten, waitMs, questions] = ["0x07", null, 0, []];
  node = await Misbehaving.start(async (come, response) => {
    if (come.query.includes("_meta")) {
      const block = { number: 7, hash, timestamp: 107 };
      return answerWith(response, 200, { data: { _meta: { block, deployment: "Qm" } } });
    }
    questions.push(come);
    const stake = String(questions.length);
    await sleep(waitMs);
    const isForgotten = forgotten !== null && come.query.includes(forgotten);
    const errors = [{ message: "Failed to decode `block.hash` value: `no block with that hash found`" }];
    answerWith(
      response,
      200,
      isForgotten ? { errors } : { data: { sinks: [{ stake, __typename: "Sink" }] } },
    );
  });
  app = await createServer(readConfig({ SUBGRAPH_URL: node.url, LOG_LEVEL: "silent" }));
});

afterEach(async () => {
  await app.close();
  await node.stop();
});

test("the same question at the same block is worked out once, however it is written and brought", async () => {
  const first = await stakeOf(post({ query: ASK, variables: { n: 1 } }));
  const same = [
    post({ query: ASK, variables: { n: 1 } }),
    post({ query: `# a comment\n${ASK.replaceAll(" ", "\n  ")}`, variables: { n: 1 }, operationName: null }),
    post({ query: ASK, variables: { n: 1 }, extensions: {} }),
    get({ query: ASK, variables: '{"n":1}' }),
  ];
  for (const request of same) expect(await stakeOf(request)).toBe(first);
  expect(questions).toHaveLength(1);
});

test.each([
  ["other variables", { query: ASK, variables: { n: 2 } }],
  ["another query", { query: ASK.replace("stake }", "stake __typename }"), variables: { n: 1 } }],
  [
    "another operation of the same text",
    { query: `${ASK} query Other { sinks { stake } }`, operationName: "Other" },
  ],
])("%s make another question", async (_, body) => {
  const first = await stakeOf(post({ query: ASK, variables: { n: 1 } }));
  expect(await stakeOf(post(body))).not.toBe(first);
});

test("what a client accepts belongs to the question", async () => {
  const body = { query: ASK, variables: { n: 1 } };
  const types = ["application/json", "application/graphql-response+json", "application/json"];
  const got: unknown[] = [];
  for (const accept of types) got.push((await app.inject(post(body, { accept }))).headers["content-type"]);
  expect(got).toEqual(types.map((type) => `${type}; charset=utf-8`));
});

test("equal questions in flight are asked once", async () => {
  waitMs = 50;
  const stakes = await Promise.all(
    Array.from({ length: 40 }, () => stakeOf(post({ query: ASK, variables: { n: 1 } }))),
  );
  expect(new Set(stakes)).toEqual(new Set(["1"]));
  expect(questions).toHaveLength(1);
});

test("a block with another hash makes all questions new, be its number the same", async () => {
  const request = post({ query: ASK, variables: { n: 1 } });
  await stakeOf(request);
  hash = "0x08";
  await sleep(110);
  const response = (await app.inject(request)).json();
  expect(response.data.sinks[0].stake).toBe("2");
  expect(response.extensions.asOf.blockHash).toBe("0x08");
});

test("an answer with errors is not kept", async () => {
  forgotten = hash;
  const request = post({ query: ASK, variables: { n: 1 } });
  const { errors } = (await app.inject(request)).json();
  expect(errors[0].extensions.code).toBe("NOT_INDEXED_YET");
  forgotten = null;
  expect(await stakeOf(request)).toBeDefined();
});

test("a question that the chain has left the block of is asked again at the new head, once", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  await stakeOf(post({ query: ASK, variables: { n: 1 } }));
  [forgotten, hash] = ["0x07", "0x08"];
  const response = (await app.inject(post({ query: ASK, variables: { n: 2 } }))).json();
  expect(response.errors).toBeUndefined();
  expect(response.extensions.asOf.blockHash).toBe("0x08");
  expect(questions.map(({ query }) => /hash: "(\w+)"/.exec(query)?.[1])).toEqual(["0x07", "0x07", "0x08"]);
  expect(await stakeOf(post({ query: ASK, variables: { n: 2 } }))).toBe("3");
  vi.useRealTimers();
});

test("a plain GET is refused as a forgery though its answer is known, and a bad one as bad", async () => {
  await stakeOf(get({ query: ASK }));
  const url = `/graphql?${new URLSearchParams({ query: ASK })}`;
  expect((await app.inject(url)).statusCode).toBe(400);
  expect((await app.inject(get({ query: ASK, variables: "{" }))).statusCode).toBe(400);
});

test.each([
  ["batches", [{ query: ASK }]],
  ["variables that are no object", { query: ASK, variables: [1] }],
  ["a name that is no text", { query: ASK, operationName: 1 }],
])("%s are refused", async (_, payload) => {
  const response = await app.inject({ method: "POST", url: "/graphql", payload });
  expect(response.statusCode).toBe(400);
  expect(response.json().errors[0].extensions.code).toBe("BAD_REQUEST");
});

test("variables nested deeper than the stack are no error of the server", async () => {
  const deep = `${"[".repeat(60_000)}${"]".repeat(60_000)}`;
  const payload = `{"query":${JSON.stringify(ASK)},"variables":{"n":1,"x":${deep}}}`;
  const headers = { "content-type": "application/json" };
  const response = await app.inject({ method: "POST", url: "/graphql", headers, payload });
  expect(response.statusCode).toBeLessThan(500);
});

test("a client that goes away takes its question along", async () => {
  waitMs = 60_000;
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  const gone = new AbortController();
  const asked = fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: ASK }),
    signal: gone.signal,
  });
  await expect.poll(() => questions.length).toBe(1);
  gone.abort();
  await expect(asked).rejects.toThrow();
  await expect.poll(() => node.left).toBe(1);
});

function post(payload: object, headers = {}): InjectOptions {
  return { method: "POST", url: "/graphql", payload, headers };
}

function get(query: Record<string, string>): InjectOptions {
  return { url: "/graphql", query, headers: { "apollo-require-preflight": "true" } };
}

async function stakeOf(request: InjectOptions): Promise<string | undefined> {
  return (await app.inject(request)).json().data?.sinks[0].stake;
}
