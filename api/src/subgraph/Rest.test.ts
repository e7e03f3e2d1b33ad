import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { Endpoint } from "./Endpoint.ts";
import { answerWith, Misbehaving } from "./Misbehaving.ts";
import { Rest } from "./Rest.ts";
import { retryAfter } from "./retry.ts";

const GOOD = { data: { up: true } };
const closing: { stop?(): Promise<void>; close?(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of closing.splice(0)) await (one.close?.() ?? one.stop?.());
});

/** A gateway that has had enough after so many questions, and says for how long (seconds). */
async function limited(questions: number, seconds: number): Promise<{ came: number[]; endpoint: Endpoint }> {
  const came: number[] = [];
  const node = await Misbehaving.start((_, response) => {
    came.push(performance.now());
    if (came.length <= questions) answerWith(response, 200, GOOD);
    else answerWith(response, 429, {}, { "retry-after": String(seconds) });
  });
  const endpoint = new Endpoint(node.url, { apiKey: "key" });
  closing.push(endpoint, node);
  return { came, endpoint };
}

test("what one question is told, all others and the breaker's probes keep to", async () => {
  const { came, endpoint } = await limited(1, 60);
  await endpoint.ask("{ a }", {});
  for (let i = 0; i < 20; i++) {
    await expect(endpoint.ask("{ a }", { i })).rejects.toThrow(
      "graph-node is asked too often: ask again later.",
    );
  }
  expect(endpoint.breaker.state).not.toBe("CLOSED");
  await sleep(800);
  expect(came).toHaveLength(2);
});

test("a question that has the time waits for the end of another's rest", async () => {
  const { came, endpoint } = await limited(0, 1);
  const first = endpoint.ask("{ a }", {}, { timeout: 900 }).catch((error: Error) => error.message);
  expect(await first).toContain("is asked too often");
  await endpoint.ask("{ b }", {}, { timeout: 1500 }).catch(() => null);
  const [sentAway = 0, next = 0] = came;
  expect(next - sentAway).toBeGreaterThanOrEqual(1000);
});

test("no rest is longer than five minutes, and nothing but being sent away begins one", async () => {
  const { signal } = new AbortController();
  const rest = new Rest();
  rest.hear({ status: 500, headers: { "retry-after": "100" }, text: "" });
  await rest.over(0, signal);
  rest.hear({ status: 503, headers: { "retry-after": "86400" }, text: "" });
  await expect(rest.over(299_000, signal)).rejects.toThrow("is asked too often");
  await expect(rest.over(300_001, AbortSignal.timeout(20))).rejects.toThrow(/abort/i);
});

test("Retry-After is seconds or a date, and else nothing", () => {
  const waits = (headers: Record<string, string>) => retryAfter({ status: 429, headers, text: "" });
  const date = "Mon, 16 Mar 2026 00:00:00 GMT";
  expect(waits({ "retry-after": "7" })).toBe(7000);
  expect(waits({ "retry-after": "Mon, 16 Mar 2026 00:00:09 GMT", date })).toBe(9000);
  expect(waits({ "retry-after": "Sun, 15 Mar 2026 23:59:00 GMT", date })).toBe(0);
  expect([waits({}), waits({ "retry-after": "soon" })]).toEqual([null, null]);
});
