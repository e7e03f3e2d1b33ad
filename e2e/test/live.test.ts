import { setTimeout as sleep } from "node:timers/promises";
import type { Act } from "@manometer/scenario/acts";
import { type Cast, taskOf } from "@manometer/scenario/cast";
import { commitmentHash } from "@manometer/scenario/model/Registry";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import WebSocket from "ws";
import { ApiProcess } from "../src/ApiProcess.ts";
import { Gate } from "../src/Gate.ts";
import { History, type NextBlock } from "../src/History.ts";
import { freePort, subgraphUrl } from "../src/places.ts";
import { remove } from "../src/remove.ts";
import { Stack } from "../src/Stack.ts";
import { type Seen, Subscriber } from "../src/Subscriber.ts";

const TOKEN = 10n ** 18n;
const CAPACITY = 40n * 10n ** 9n;
const REASON = `0x${Buffer.from("MISSED_REVEAL").toString("hex").padEnd(64, "0")}` as const;
const { id: taskType } = taskOf("transcribe");
const SLASH = "id blockNumber amount sink { id slashRatio }";
const REVEAL = "id blockNumber smoothed sinkCapacity { smoothed utilization volatility { n } }";

type Slash = { id: string; blockNumber: string; amount: string; sink: { slashRatio: string } };
type Reveal = { id: string; blockNumber: string; smoothed: string; sinkCapacity: { smoothed: string } };
type Slashes = { slashes: Slash };
type Reveals = { reveals: Reveal };

let history: History;
let cast: Cast;
let stack: Stack;
let nonce = 0;

beforeAll(async () => {
  history = await History.play();
  cast = await history.cast();
  // whatever was committed to has expired, so that anybody may commit
  await history.extend(Array.from({ length: history.expected.commitTimeout + 1 }, () => block()));
  stack = await Stack.start([...history.arguments(), "--port", String(await freePort())]);
});

afterAll(async () => {
  await stack?.stop();
  if (stack) await remove(stack.dataDir);
  await history?.close();
});

afterEach(() => Subscriber.stopAll());

test("what is mined is seen once over both transports, each at its own block, within moments", async () => {
  const overWs = Subscriber.overWs<Slashes>(stack.url, `subscription { slashes { ${SLASH} } }`);
  const overSse = Subscriber.overSse<Slashes>(stack.url, `subscription { slashes { ${SLASH} } }`);
  const blocks = Subscriber.overWs<{ blockIndexed: { blockNumber: number } }>(
    stack.url,
    "subscription { blockIndexed { blockNumber } }",
  );
  await blocks.until(1);
  const mined: number[] = [];
  for (let count = 1; count <= 24; count++) {
    mined.push(await minedAt([slash(TOKEN + BigInt(count))]));
    await Promise.all([overWs.until(count), overSse.until(count)]);
    await sleep((count * 37) % 200);
  }
  // a burst: blocks that the index passes between two looks
  await history.extend(Array.from({ length: 6 }, () => block(slash(TOKEN), slash(2n * TOKEN, "noisy"))));
  await Promise.all([overWs.until(36), overSse.until(36)]);
  await sleep(1000);
  for (const { events } of [overWs, overSse]) {
    expect(events.filter(({ errors }) => errors !== undefined)).toEqual([]);
    expect(new Set(events.map(({ data }) => data.slashes.id)).size).toBe(36);
    expect(events).toHaveLength(36);
    const amounts = events.slice(0, 24).map(({ data }) => BigInt(data.slashes.amount) - TOKEN);
    expect(amounts).toEqual(mined.map((_, index) => BigInt(index + 1)));
    for (const { data, extensions } of events) {
      expect(extensions?.asOf?.blockNumber).toBe(Number(data.slashes.blockNumber));
    }
  }
  expect(overSse.events.map(({ data }) => data)).toEqual(overWs.events.map(({ data }) => data));
  for (const [name, { events }] of Object.entries({ "graphql-ws": overWs, "graphql-sse": overSse })) {
    console.log(`${name}: from mined to seen over 24 events: ${spread(events.slice(0, 24), mined)}`);
  }
});

test("a reveal comes with the state that it left, and only to who asked for its sink", async () => {
  const by = cast.addressOf("honest");
  const own = Subscriber.overWs<Reveals>(stack.url, `subscription { reveals(sink: "${by}") { ${REVEAL} } }`);
  const others = cast.addressOf("noisy");
  const foreign = Subscriber.overSse(stack.url, `subscription { reveals(sink: "${others}") { id } }`);
  const buffer = Subscriber.overWs<{ buffer: { level: string; pressure: string | null } }>(
    stack.url,
    `subscription { buffer(taskType: "${taskType}") { level pressure } }`,
  );
  const [first] = await buffer.until(1);
  await commitAndReveal("honest");
  const [event] = await own.until(1);
  expect(event?.errors).toBeUndefined();
  expect(event?.data.reveals.sinkCapacity.smoothed).toBe(event?.data.reveals.smoothed);
  expect(buffer.events).toHaveLength(1);
  await history.extend([block(deposit(5n))]);
  const [, second] = await buffer.until(2);
  expect(BigInt(second?.data.buffer.level ?? 0)).toBe(BigInt(first?.data.buffer.level ?? 0) + 5n * TOKEN);
  expect(foreign.events).toEqual([]);
});

test("a reorganisation says what no longer counts, and then what has taken its place", async () => {
  type Fork = { fromBlock: number; reveals: string[]; slashes: string[]; asOf: { blockNumber: number } };
  const forks = Subscriber.overWs<{ reorganised: Fork }>(
    stack.url,
    "subscription { reorganised { fromBlock reveals slashes asOf { blockNumber } } }",
  );
  const reveals = Subscriber.overWs<Reveals>(stack.url, `subscription { reveals { ${REVEAL} } }`);
  const slashes = Subscriber.overSse<Slashes>(stack.url, `subscription { slashes { ${SLASH} } }`);
  const blocks = Subscriber.overWs<{ blockIndexed: { blockNumber: number; blockHash: string } }>(
    stack.url,
    "subscription { blockIndexed { blockNumber blockHash } }",
  );
  await blocks.until(1);
  const { reveal, base } = await commitBy("steady");
  const goBack = await history.mark();
  await history.extend([block(reveal), block()]);
  const [gone] = await reveals.until(1);

  await goBack();
  const { block: head, hash } = await history.extend([block(slash(7n * TOKEN)), block(), block(reveal)]);
  const [slashed] = await slashes.until(1);
  const [, again] = await reveals.until(2);
  await sleep(1000);

  // The index may take back its blocks in more than one step.
  const steps = forks.events.map(({ data }) => data.reorganised);
  expect(Math.min(...steps.map(({ fromBlock }) => fromBlock))).toBe(base + 1);
  expect(steps.flatMap(({ reveals }) => reveals)).toEqual([gone?.data.reveals.id]);
  expect(steps.flatMap(({ slashes }) => slashes)).toEqual([]);
  expect(forks.events.at(-1)?.at).toBeLessThan(slashed?.at ?? 0);
  expect(slashed?.data.slashes.blockNumber).toBe(String(base + 1));
  expect([gone, again].map((event) => event?.data.reveals.blockNumber)).toEqual([
    String(base + 1),
    String(head),
  ]);
  expect([reveals.events.length, slashes.events.length]).toEqual([2, 1]);
  expect(blocks.events.at(-1)?.data.blockIndexed).toEqual({ blockNumber: head, blockHash: hash });
});

test("while graph-node is away subscriptions stay, and what happened meanwhile follows", async () => {
  const { gate, url } = await Gate.before(subgraphUrl(stack));
  const api = await ApiProcess.start(url);
  const slashes = Subscriber.overWs<Slashes>(api.url, `subscription { slashes { ${SLASH} } }`);
  const blocks = Subscriber.overSse(api.url, "subscription { blockIndexed { blockNumber } }");
  await blocks.until(1);
  gate.shut();
  await sleep(500);
  await history.extend([block(slash(TOKEN)), block(slash(2n * TOKEN)), block()]);
  await sleep(3000);
  expect([slashes.events.length, blocks.events.length]).toEqual([0, 1]);
  gate.open();
  const begun = performance.now();
  const events = await slashes.until(2);
  console.log(
    `after graph-node's return the first event came in ${Math.round(performance.now() - begun)} ms`,
  );
  await blocks.until(2);
  expect(events.map(({ data }) => data.slashes.amount)).toEqual([String(TOKEN), String(2n * TOKEN)]);
  const stopped = performance.now();
  await api.stop();
  expect(performance.now() - stopped).toBeLessThan(2000);
  gate.close();
});

test("a client that does not read is dropped, and the others do not notice", async () => {
  const series =
    'stakeOverTime(window: { last: "P1D" }, interval: "PT1M") { start end open close min max staked slashed }';
  const query = `subscription { slashes { ${SLASH} sink { ${series} } } }`;
  const reader = Subscriber.overWs<Slashes>(stack.url, query);
  const idler = new WebSocket(stack.url.replace(/^http/, "ws"), "graphql-transport-ws");
  idler.on("open", () => idler.send('{"type":"connection_init"}'));
  await new Promise((resolve) => idler.once("message", resolve));
  idler.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query } }));
  const closed = new Promise<number>((resolve) => idler.once("close", resolve));
  await sleep(500);
  idler.pause();
  await history.extend(Array.from({ length: 40 }, () => block(slash(TOKEN))));
  await reader.until(40, 90);
  await untilClients(1);
  idler.resume();
  expect([1006, 1013]).toContain(await closed);
}, 120_000);

test("the 1,001st client is refused, and comes in when another has left", async () => {
  await untilClients(0);
  const sockets = await Promise.all(Array.from({ length: 1000 }, () => open()));
  await untilClients(1000);
  const refused = await open();
  const [code, reason] = await new Promise<[number, Buffer]>((resolve) =>
    refused.once("close", (...how) => resolve(how)),
  );
  expect([code, String(reason)]).toEqual([1013, expect.stringContaining("1000 clients are connected")]);
  const headers = { "content-type": "application/json", accept: "text/event-stream" };
  const body = JSON.stringify({ query: "subscription { slashes { id } }" });
  const overSse = await fetch(stack.url, { method: "POST", headers, body });
  expect([overSse.status, overSse.headers.get("retry-after")]).toEqual([503, "5"]);
  sockets[0]?.close();
  await new Promise((resolve) => sockets[0]?.once("close", resolve));
  const late = Subscriber.overWs(stack.url, "subscription { blockIndexed { blockNumber } }");
  await late.until(1);
  for (const socket of sockets) socket.terminate();
});

/** A block twelve seconds after the one before. */
function block(...acts: Act[]): NextBlock {
  return { after: 12, acts };
}

function slash(amount: bigint, name = "ramping"): Act {
  const sink = cast.addressOf(name);
  return { by: cast.addressOf("warden"), kind: "slash", sink, amount, reason: REASON, evidence: null };
}

function deposit(tokens: bigint): Act {
  return { by: cast.addressOf("library"), kind: "depositUpTo", taskType, amount: tokens * TOKEN };
}

async function commitBy(name: string): Promise<{ reveal: Act; base: number }> {
  const by = cast.addressOf(name);
  const secret = `0x${(++nonce).toString(16).padStart(64, "0")}` as const;
  const hash = commitmentHash(taskType, by, CAPACITY, secret);
  const { block: base } = await history.extend([block({ by, kind: "commit", taskType, hash })]);
  return { base, reveal: { by, kind: "reveal", taskType, capacity: CAPACITY, nonce: secret } };
}

async function commitAndReveal(name: string): Promise<void> {
  const { reveal } = await commitBy(name);
  await history.extend([block(reveal)]);
}

/** Mines one block and gives when the chain had it (ms of this process' clock). */
async function minedAt(acts: Act[]): Promise<number> {
  const { block: before } = await history.chain.head();
  const extended = history.extend([{ after: 12, acts }]);
  for (;;) {
    const { block: now } = await history.chain.head();
    if (now > before) break;
    await sleep(2);
  }
  const at = performance.now();
  await extended;
  return at;
}

function spread(events: readonly Seen<unknown>[], mined: readonly number[]): string {
  const times = events.map(({ at }, index) => Math.round(at - (mined[index] ?? 0))).sort((a, b) => a - b);
  const part = (share: number) => times[Math.min(times.length - 1, Math.ceil(times.length * share) - 1)];
  return `p50 ${part(0.5)} ms, p95 ${part(0.95)} ms, most ${times.at(-1)} ms`;
}

/** Waits until the API says that it has so many clients. */
async function untilClients(count: number): Promise<void> {
  const read = async () => {
    const text = await (await fetch(new URL("/metrics", stack.url))).text();
    return Number(text.match(/^manometer_live_clients (\d+)$/m)?.[1]);
  };
  await expect.poll(read, { timeout: 10_000 }).toBe(count);
}

async function open(): Promise<WebSocket> {
  const socket = new WebSocket(stack.url.replace(/^http/, "ws"), "graphql-transport-ws");
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  if (socket.readyState === WebSocket.OPEN) socket.send('{"type":"connection_init"}');
  return socket;
}
