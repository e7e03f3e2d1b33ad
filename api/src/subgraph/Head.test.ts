import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Head } from "./Head.ts";
import { answerWith, Misbehaving } from "./Misbehaving.ts";
import { Status } from "./Status.ts";
import { Subgraph } from "./Subgraph.ts";

let number = 7;
let isHung = false;
let isTold = false;
let node: Misbehaving;
let subgraph: Subgraph;
let head: Head;

// Its head can jump, and it can stop to answer: what no real node does when it is told to.
beforeEach(async () => {
  // Only the clock that ages are taken from: a busy machine must not make anything older.
  vi.useFakeTimers({ toFake: ["performance"] });
  number = 7;
  isHung = false;
  isTold = false;
  node = await Misbehaving.start((_, response) => {
    if (isHung) return;
    const block = { number, hash: `0x${number}`, timestamp: 100 + number };
    const headers = isTold ? { "graph-indexed": JSON.stringify(block) } : {};
    answerWith(response, 200, { data: { _meta: { block, deployment: "Qm" } } }, headers);
  });
  subgraph = Subgraph.at(node.url);
  head = new Head(subgraph, new Status(null));
});

afterEach(async () => {
  vi.useRealTimers();
  await subgraph.close();
  await node.stop();
});

test("all who ask at once, and shortly after, share one question", async () => {
  const heads = await Promise.all(Array.from({ length: 50 }, () => head.now()));
  // one for the newest block, one whether it is found by its hash
  expect(node.asked).toBe(2);
  expect(new Set(heads.map(({ block }) => block.hash))).toEqual(new Set(["0x7"]));
  expect(await head.now()).toBe(heads[0]);
  expect(node.asked).toBe(2);
  expect(head.last?.block).toMatchObject({ number: 7, timestamp: 107n, end: 108n, height: { hash: "0x7" } });
});

test("it is never older than 100 ms, and nobody asks while nobody wants it", async () => {
  const { block } = await head.now();
  vi.advanceTimersByTime(250);
  expect(node.asked).toBe(2);
  expect((await head.now()).block).toBe(block);
  number = 8;
  vi.advanceTimersByTime(110);
  expect((await head.now()).block.hash).toBe("0x8");
});

test("what other answers say of it within 100 ms is as good as asking, until they say something else", async () => {
  isTold = true;
  const { block } = await head.now();
  vi.advanceTimersByTime(110);
  expect(head.isKnown).toBe(false);
  await subgraph.ask("{ _meta { deployment } }", {});
  const { asked } = node;
  expect(head.isKnown).toBe(true);
  expect((await head.now()).block).toBe(block);
  expect(node.asked).toBe(asked);
  number = 8;
  vi.advanceTimersByTime(110);
  await subgraph.ask("{ _meta { deployment } }", { n: 2 });
  expect(head.isKnown).toBe(false);
  expect((await head.now()).block.hash).toBe("0x8");
});

test("a fresh one is asked for after the call", async () => {
  const first = head.now();
  await first;
  number = 6;
  expect((await head.fresh()).block.hash).toBe("0x6");
  expect((await head.now()).block.hash).toBe("0x6");
});

test("a failure is not remembered", async () => {
  isHung = true;
  const asking = head.now().catch((error: Error) => error.message);
  await sleep(20);
  await subgraph.close();
  expect(await asking).toBe("graph-node cannot be reached: ask again later.");
  expect(head.last).toBeNull();
});
