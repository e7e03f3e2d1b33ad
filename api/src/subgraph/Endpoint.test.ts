import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { Endpoint, type EndpointOptions } from "./Endpoint.ts";
import { answerWith, type Behaviour, Misbehaving } from "./Misbehaving.ts";

const GOOD = { data: { up: true } };
const QUESTION = "{ up }";
const closing: { stop?(): Promise<void>; close?(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of closing.splice(0)) await (one.close?.() ?? one.stop?.());
});

async function upstream(behaviour: Behaviour, port?: number): Promise<Misbehaving> {
  const node = await Misbehaving.start(behaviour, port);
  closing.unshift(node);
  return node;
}

function endpointAt(url: string, options?: EndpointOptions): Endpoint {
  const endpoint = new Endpoint(url, options);
  closing.unshift(endpoint);
  return endpoint;
}

const never: Behaviour = () => {};

test("what hangs is given up in time, on the wire as well", async () => {
  const node = await upstream(never);
  const error = await failure(endpointAt(node.url).ask(QUESTION, {}, { timeout: 60 }));
  expect(error.message).toBe("graph-node did not answer within 0.06 s: ask again later.");
  await sleep(30);
  expect([node.asked, node.left]).toEqual([1, 1]);
});

test("an answer that never ends is given up in time as well", async () => {
  const node = await upstream((_, response) => response.writeHead(200).write('{"data":'));
  const error = await failure(endpointAt(node.url).ask(QUESTION, {}, { timeout: 60 }));
  expect(error.message).toContain("did not answer within 0.06 s");
});

test("a deployment is asked at its own address beside that of a name, and at no other one", async () => {
  const paths: (string | undefined)[] = [];
  const node = await upstream(({ request }, response) => {
    paths.push(request.url);
    answerWith(response, 200, GOOD);
  });
  for (const path of ["/subgraphs/name/manometer", "/api/subgraphs/name/one/two", "/api/subgraphs/id/Qm1"])
    await endpointAt(new URL(path, node.url).href).ask(QUESTION, {}, { deployment: "Qm2" });
  expect(paths).toEqual(["/subgraphs/id/Qm2", "/api/subgraphs/id/Qm2", "/api/subgraphs/id/Qm1"]);
});

test("equal questions are asked once; the request ends when the last asker has left", async () => {
  const node = await upstream(never);
  const endpoint = endpointAt(node.url);
  const [one, two] = [new AbortController(), new AbortController()];
  const asked = [one, two].map(({ signal }) => failure(endpoint.ask(QUESTION, {}, { signal })));
  await sleep(40);
  one.abort(new Error("one has left"));
  await sleep(40);
  expect([node.asked, node.left]).toEqual([1, 0]);
  two.abort(new Error("two has left"));
  await sleep(40);
  expect([node.asked, node.left]).toEqual([1, 1]);
  expect((await Promise.all(asked)).map(({ message }) => message)).toEqual(["one has left", "two has left"]);
  expect(endpoint.breaker.state).toBe("CLOSED");
});

test("the key goes with each question, and into no error", async () => {
  const node = await upstream(({ request }, response) => {
    const isKnown = request.headers.authorization === "Bearer s3cret";
    answerWith(response, isKnown ? 200 : 401, isKnown ? GOOD : {});
  });
  expect(await endpointAt(node.url, { apiKey: "s3cret" }).ask(QUESTION, {})).toEqual(GOOD);
  const error = await failure(endpointAt(node.url, { apiKey: "wr0ng" }).ask(QUESTION, {}));
  expect(error.message).toBe("graph-node refuses the API's key (SUBGRAPH_API_KEY): ask again later.");
  expect(`${error.stack} ${JSON.stringify(error)} ${error.cause}`).not.toMatch(/wr0ng|s3cret/);
});

test("429 waits as long as it is told to, and tries again", async () => {
  const node = await upstream((_, response) =>
    node.asked === 1
      ? answerWith(response, 429, {}, { "retry-after": "1" })
      : answerWith(response, 200, GOOD),
  );
  const before = performance.now();
  expect(await endpointAt(node.url).ask(QUESTION, {})).toEqual(GOOD);
  expect(performance.now() - before).toBeGreaterThan(990);
});

test("429 that wants more time than there is fails at once", async () => {
  const node = await upstream((_, response) => answerWith(response, 429, {}, { "retry-after": "60" }));
  const before = performance.now();
  const error = await failure(endpointAt(node.url).ask(QUESTION, {}));
  expect(error.message).toBe("graph-node is asked too often: ask again later.");
  expect(performance.now() - before).toBeLessThan(1000);
  expect(node.asked).toBe(1);
});

test.each([500, 502, 503, 504])("%i is tried again three times with growing waits", async (status) => {
  const node = await upstream((_, response) =>
    answerWith(response, node.asked < 4 ? status : 200, node.asked < 4 ? {} : GOOD),
  );
  const before = performance.now();
  expect(await endpointAt(node.url).ask(QUESTION, {})).toEqual(GOOD);
  expect(performance.now() - before).toBeGreaterThan(690);
  expect(node.asked).toBe(4);
});

test("5xx for ever fails, and says which", async () => {
  const node = await upstream((_, response) => answerWith(response, 502, { secret: "/home/x" }));
  const error = await failure(endpointAt(node.url).ask(QUESTION, {}));
  expect(error.message).toBe("graph-node answered with HTTP 502: ask again later.");
  expect(node.asked).toBe(4);
});

test("a connection that is closed under a question is made anew", async () => {
  const node = await upstream(({ request }, response) =>
    node.asked === 1 ? request.socket.destroy() : answerWith(response, 200, GOOD),
  );
  expect(await endpointAt(node.url).ask(QUESTION, {})).toEqual(GOOD);
});

test.each([
  ["no JSON", "<html>", "gave an answer that is not JSON"],
  ["no GraphQL", "[1]", "gave an answer that is not GraphQL"],
  ["nothing", "", "gave an answer that is not JSON"],
])("%s is UPSTREAM_UNAVAILABLE", async (_, text, how) => {
  const node = await upstream((_come, response) => response.end(text));
  const error = await failure(endpointAt(node.url).ask(QUESTION, {}));
  expect(error).toMatchObject({
    message: `graph-node ${how}: ask again later.`,
    extensions: { code: "UPSTREAM_UNAVAILABLE" },
  });
});

test("while it is down questions are refused at once, and it is found again without one", async () => {
  const node = await upstream((_, response) => answerWith(response, 200, GOOD));
  const endpoint = endpointAt(node.url);
  await endpoint.ask(QUESTION, {});
  await node.stop();
  for (let i = 0; i < 5; i++) await failure(endpoint.ask(QUESTION, { i }));
  expect(endpoint.breaker.state).toBe("OPEN");
  const before = performance.now();
  for (let i = 0; i < 1000; i++) await failure(endpoint.ask(QUESTION, { i }));
  expect(performance.now() - before).toBeLessThan(1000);
  const again = await upstream((_, response) => answerWith(response, 200, GOOD), node.port);
  await expect.poll(() => endpoint.breaker.state, { timeout: 2000, interval: 20 }).toBe("CLOSED");
  expect(again.asked).toBe(1);
  expect(await endpoint.ask(QUESTION, {})).toEqual(GOOD);
});

test("when it falls silent under questions, all are refused long before their time is over", {
  timeout: 20_000,
}, async () => {
  const node = await upstream(never);
  const turns: (string | undefined)[] = [];
  const endpoint = endpointAt(node.url, { onTurn: (why) => turns.push(why?.message) });
  const before = performance.now();
  const errors = await Promise.all(
    Array.from({ length: 20 }, (_, i) => failure(endpoint.ask(QUESTION, { i }))),
  );
  expect(performance.now() - before).toBeLessThan(9000);
  expect(new Set(errors.map(({ message }) => message))).toEqual(
    new Set(["graph-node did not answer within 3 s: ask again later."]),
  );
  expect(turns).toEqual(["graph-node did not answer within 3 s: ask again later."]);
});

test("a thousand different questions may wait, the next are refused, which is no outage", async () => {
  const node = await upstream(never);
  const endpoint = endpointAt(node.url);
  const stop = new AbortController();
  const waiting = Array.from({ length: 1000 }, (_, i) =>
    failure(endpoint.ask(QUESTION, { i }, { signal: stop.signal })),
  );
  for (let i = 1000; i < 1010; i++) {
    const error = await failure(endpoint.ask(QUESTION, { i }));
    expect(error.message).toBe("graph-node has 1000 questions to answer: ask again later.");
  }
  expect(endpoint.breaker.state).toBe("CLOSED");
  stop.abort(new Error("enough"));
  await Promise.all(waiting);
});

async function failure(asked: Promise<unknown>): Promise<Error> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("it did not fail");
}
