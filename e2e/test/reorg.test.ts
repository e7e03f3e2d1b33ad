import type { Act } from "@manometer/scenario/acts";
import { type Cast, taskOf } from "@manometer/scenario/cast";
import { commitmentHash } from "@manometer/scenario/model/Registry";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client } from "../src/Client.ts";
import { type Digest, digestOf } from "../src/Digest.ts";
import { History, type NextBlock } from "../src/History.ts";
import { untilIndexed } from "../src/indexed.ts";
import { subgraphUrl } from "../src/places.ts";
import { remove } from "../src/remove.ts";
import type { Stack } from "../src/Stack.ts";

const TOKEN = 10n ** 18n;
const HOUR = 3600;
const DAY = 24 * HOUR;
const CAPACITY = 40n * 10n ** 9n;
const NONCE = `0x${"07".repeat(32)}` as const;
const REASON = `0x${Buffer.from("MISSED_REVEAL").toString("hex").padEnd(64, "0")}` as const;
const { id: taskType } = taskOf("transcribe");

let history: History;
let cast: Cast;
let stack: Stack;
let url: string;

beforeAll(async () => {
  history = await History.play();
  cast = await history.cast();
  // whatever was committed to has expired, so that anybody may commit
  await history.extend(Array.from({ length: history.expected.commitTimeout + 1 }, () => calm()));
  stack = await history.index();
  url = subgraphUrl(stack);
});

afterAll(async () => {
  if (stack) await end(stack);
  await history?.close();
});

describe("after a fork the index is what a fresh index of the final chain is", () => {
  it.each([
    { depth: 1, sink: "honest", jump: HOUR },
    { depth: 3, sink: "steady", jump: HOUR },
    { depth: 8, sink: "noisy", jump: DAY },
  ])("of depth $depth", async ({ depth, sink, jump }) => {
    const by = cast.addressOf(sink);
    const hash = commitmentHash(taskType, by, CAPACITY, NONCE);
    const { block: base } = await history.extend([calm({ by, kind: "commit", taskType, hash })]);
    const goBack = await history.mark();

    await history.extend(forsaken(sink, jump).slice(0, depth));
    const before = await digestOfHead();
    expect(await factsAfter(base)).toMatchObject({ reveals: [{ sink: { id: by } }], slashes: [] });

    await goBack();
    const { block: head } = await history.extend([...kept(sink).slice(0, depth), calm(jump)]);
    const after = await digestOfHead();
    expect(await factsAfter(base)).toMatchObject({ reveals: [], slashes: [{ sink: { id: by } }] });

    const fresh = await freshDigest();
    expect(after).toEqual(fresh);
    expect(after.all).not.toBe(before.all);
    console.log(
      `fork of depth ${depth} at block ${base}, head ${head}: ${after.rows} rows\n` +
        `  forsaken branch ${before.all}\n  after the fork  ${after.all}\n  fresh index     ${fresh.all}`,
    );
  });
});

/** A block twelve seconds, or `after`, after the one before. */
function calm(...parts: (Act | number)[]): NextBlock {
  const after = parts.find((part) => typeof part === "number") ?? 12;
  return { after, acts: parts.filter((part) => typeof part !== "number") };
}

/** The branch that is left: at once an hour's or a day's end, and a reveal. */
function forsaken(sink: string, jump: number): NextBlock[] {
  const by = cast.addressOf(sink);
  return [
    calm(jump, { by, kind: "reveal", taskType, capacity: CAPACITY, nonce: NONCE }, deposit(5n)),
    calm(rebalance(), drain()),
    calm(stream(11n)),
    calm({ by: cast.addressOf("ramping"), kind: "stake", amount: TOKEN }),
    calm(deposit(3n), drain()),
    calm({ by, kind: "commit", taskType, hash: NONCE }),
    calm(HOUR, rebalance()),
    calm({ by: cast.addressOf("studio"), kind: "distribute", taskType, amount: 3n * TOKEN }),
  ];
}

/** The branch that stays: a slash and no reveal; its hour ends later. */
function kept(sink: string): NextBlock[] {
  const slash = { sink: cast.addressOf(sink), amount: 900n * TOKEN, reason: REASON, evidence: null };
  return [
    calm({ by: cast.addressOf("warden"), kind: "slash", ...slash }, deposit(7n)),
    calm(rebalance()),
    calm(stream(7n), drain()),
    calm({ by: cast.addressOf("studio"), kind: "distribute", taskType, amount: 2n * TOKEN }),
    calm(deposit(4n), { by: cast.addressOf("owner"), kind: "setBufferMax", taskType, max: 5000n * TOKEN }),
    calm(HOUR, { by: cast.addressOf("ramping"), kind: "stake", amount: 2n * TOKEN }),
    calm(drain(), rebalance()),
    calm(deposit(1n)),
  ];
}

function deposit(tokens: bigint): Act {
  return { by: cast.addressOf("library"), kind: "depositUpTo", taskType, amount: tokens * TOKEN };
}

function drain(): Act {
  return { by: cast.addressOf("keeper"), kind: "drain", taskType };
}

function rebalance(): Act {
  return { by: cast.addressOf("keeper"), kind: "rebalance", taskType };
}

function stream(finney: bigint): Act {
  return { by: cast.addressOf("studio"), kind: "stream", taskType, rate: finney * 10n ** 15n };
}

/** The digest of the followed index, once it stands at the chain's head. */
async function digestOfHead(): Promise<Digest> {
  const head = await history.chain.head();
  await untilIndexed(url, ({ hash }) => hash === head.hash);
  return digestOf(url, head.block);
}

async function freshDigest(): Promise<Digest> {
  const fresh = await history.index();
  try {
    return await digestOf(subgraphUrl(fresh), (await history.chain.head()).block);
  } finally {
    await end(fresh);
  }
}

async function end(stack: Stack): Promise<void> {
  await stack.stop();
  await remove(stack.dataDir);
}

/** What the index holds of reveals and slashes since a block. */
async function factsAfter(block: number): Promise<unknown> {
  const since = `where: { blockNumber_gt: ${block} }`;
  return new Client(url).data(`{ reveals(${since}) { sink { id } } slashes(${since}) { sink { id } } }`);
}
