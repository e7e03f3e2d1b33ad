import { gdaAbi, superfluidPoolAbi } from "@manometer/contracts/artifacts";
import { type Hex, slice, toEventSelector, zeroAddress } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ActOf } from "./acts.ts";
import { Chain } from "./Chain.ts";
import { transactionOf } from "./calls.ts";
import { lower } from "./cast.ts";
import type { Expected } from "./expected.ts";
import { type FreshChain, freshChain } from "./freshChain.ts";
import type { RawLog } from "./Logs.ts";
import { type LiveEvent, runLive } from "./live.ts";
import { quantity, Rpc } from "./Rpc.ts";
import { profileDuration, runScenario } from "./run.ts";
import { logsOf } from "./watch.ts";

const SEED = 7;
const OTHER_SEED = 8;
const START = 1_760_000_000;
const OTHER_START = START + 86_400;

type Played = { chain: FreshChain; expected: Expected; logs: RawLog[]; hashes: Hex[] };

async function blockHashes(rpc: Rpc, head: number): Promise<Hex[]> {
  const numbers = Array.from({ length: head + 1 }, (_, number) => number);
  const calls = numbers.map((number) => ({
    method: "eth_getBlockByNumber",
    params: [quantity(number), false],
  }));
  return (await rpc.batch(calls)).map((block) => (block as { hash: Hex }).hash);
}

async function play(seed: number, start: number): Promise<Played> {
  const chain = await freshChain(start);
  running.push(chain);
  const { rpcUrl, deployment } = chain;
  const expected = await runScenario({ rpcUrl, deployment, profile: "smoke", seed, start });
  const rpc = new Rpc(rpcUrl);
  const logs = await logsOf(rpc, 0, expected.head.number);
  const hashes = await blockHashes(rpc, expected.head.number);
  rpc.close();
  return { chain, expected, logs, hashes };
}

const SUPERFLUID_EVENTS = new Set(
  [...gdaAbi, ...superfluidPoolAbi].flatMap((item) => (item.type === "event" ? [toEventSelector(item)] : [])),
);

const UNSTAKE_REQUESTED = toEventSelector("UnstakeRequested(address,uint256,uint256)");

/** The data of a log; of an announced unstake only the amount, because its other word is a time. */
function timelessData({ topics, data }: RawLog): Hex {
  return topics[0] === UNSTAKE_REQUESTED ? slice(data, 0, 32) : data;
}

/** The logs that an index reads, without what depends on the chain's start. Superfluid's inner books hold times. */
function timeless({ chain, logs }: Played) {
  const { GeneralDistributionAgreementV1: _, ...ours } = chain.deployment.contracts;
  const addresses = Object.values(ours).map(({ address }) => lower(address));
  const read = logs.filter((log) => addresses.includes(log.address) || SUPERFLUID_EVENTS.has(log.topics[0]));
  return read.map((log) => {
    const { address, topics, blockNumber, transactionHash, transactionIndex, logIndex } = log;
    const place = { blockNumber, transactionHash, transactionIndex, logIndex };
    return { address, topics, data: timelessData(log), ...place };
  });
}

const running: FreshChain[] = [];
let first: Played;
let second: Played;

beforeAll(async () => {
  console.log(`seed ${SEED}, start ${START}`);
  first = await play(SEED, START);
  second = await play(SEED, START);
}, 120_000);

afterAll(async () => {
  await Promise.all(running.map((chain) => chain.stop()));
});

describe("the smoke history", () => {
  it("is the same to the last block hash for the same seed and start", () => {
    expect(first.logs.length).toBeGreaterThan(1_000);
    expect(second.logs).toEqual(first.logs);
    expect(second.hashes).toEqual(first.hashes);
    expect(second.expected).toEqual(first.expected);
  });

  it("ends where its profile says", () => {
    const { head } = first.expected;
    expect(head.timestamp).toBe(START + profileDuration("smoke"));
    expect(head.hash).toBe(first.hashes[head.number]);
  });

  it("has the same logs at another start, in other blocks", { timeout: 60_000 }, async () => {
    const later = await play(SEED, OTHER_START);
    expect(timeless(later).length).toBeGreaterThan(1_000);
    expect(timeless(later)).toEqual(timeless(first));
    expect(later.hashes.at(-1)).not.toBe(first.hashes.at(-1));
  });

  it("is another with another seed", { timeout: 60_000 }, async () => {
    console.log(`other seed ${OTHER_SEED}`);
    const other = await play(OTHER_SEED, START);
    expect(timeless(other)).not.toEqual(timeless(first));
    expect(other.expected.sinks).not.toEqual(first.expected.sinks);
  });

  it("stops when it is told to", { timeout: 60_000 }, async () => {
    const chain = await freshChain(START);
    running.push(chain);
    const { rpcUrl, deployment } = chain;
    const signal = AbortSignal.timeout(300);
    const run = runScenario({ rpcUrl, deployment, profile: "week", seed: SEED, start: START, signal });
    await expect(run).rejects.toThrow(/abort/i);
  });

  it("refuses a chain that has its history already", async () => {
    const { rpcUrl, deployment } = first.chain;
    const run = runScenario({ rpcUrl, deployment, profile: "smoke", seed: SEED, start: START });
    await expect(run).rejects.toThrow("start a fresh chain");
  });
});

describe("the live part", () => {
  it("goes on after a history, survives what fails, and stops", { timeout: 60_000 }, async () => {
    const { rpcUrl, deployment } = second.chain;
    const chain = new Chain(rpcUrl, deployment);
    const [owner = zeroAddress] = await chain.accounts();
    const before = await chain.head();
    // from now on most live reveals come too late, and revert
    const timeout = { contract: "CapacityRegistry", key: "COMMIT_TIMEOUT", value: 2n } as const;
    await chain.rpc.call("eth_sendTransaction", hexGas({ by: owner, kind: "setParam", ...timeout }, chain));
    const events: LiveEvent[] = [];
    const stop = new AbortController();
    const onEvent = (event: LiveEvent) => {
      events.push(event);
      if (events.length >= 120) stop.abort();
    };
    await runLive({ rpcUrl, deployment, seed: SEED, everySeconds: 0.01, onEvent, signal: stop.signal });

    const failed = events.findIndex((event) => event.error !== null);
    expect(events[failed]).toMatchObject({ kind: "reveal", error: expect.stringContaining("reverted") });
    expect(events.slice(failed).filter((event) => event.error === null).length).toBeGreaterThan(20);
    expect(new Set(events.map((event) => event.kind)).size).toBeGreaterThan(3);
    const after = await chain.head();
    expect(after.block).toBeGreaterThan(before.block + 20);
    expect(after.timestamp).toBeGreaterThanOrEqual(Math.floor(Date.now() / 1000) - 30);
    chain.close();
  });
});

function hexGas(act: ActOf<"setParam">, chain: Chain) {
  const transaction = transactionOf(act, chain);
  return { ...transaction, gas: quantity(transaction.gas) };
}
