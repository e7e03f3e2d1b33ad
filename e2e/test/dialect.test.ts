import { type Address, stringToHex } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { AggregatorNetwork } from "../src/AggregatorNetwork.ts";
import { Client } from "../src/Client.ts";
import { manometer } from "../src/command.ts";
import { Stack } from "../src/Stack.ts";

const TOKEN = 10n ** 18n;
const UNIT = 10n ** 9n;
const ALPHA = 3000n;

/** Capacities that were stored one after the other: the first as it is, each other one averaged with what stood. */
function smoothed(first: bigint, ...next: bigint[]): bigint {
  return next.reduce((old, sample) => (ALPHA * sample + (10_000n - ALPHA) * old) / 10_000n, first);
}

const ALICE = { first: 15n * UNIT, revealed: 12n * UNIT, told: 18n * UNIT };
const afterReveal = smoothed(ALICE.first, ALICE.revealed);
const afterUpdate = smoothed(ALICE.first, ALICE.revealed, ALICE.told);
const BOB_CAP = 10n * UNIT;

let network: AggregatorNetwork;
let stack: Stack;
let client: Client;
let alice: string;
let bob: string;

beforeAll(async () => {
  network = await AggregatorNetwork.start();
  [alice, bob] = [network.alice.toLowerCase(), network.bob.toLowerCase()];
  await live(network, network.alice, network.bob);
  stack = await Stack.start(network.arguments);
  client = new Client(stack.url);
});

afterAll(async () => {
  await stack?.dispose();
  await network?.close();
});

/** Everything that the dialect tells otherwise: stakes of 400 and 100 tokens back 20e9 and 10e9 units. */
async function live(chain: AggregatorNetwork, a: Address, b: Address): Promise<void> {
  await chain.stakes(a, "stake", 400n * TOKEN);
  await chain.stakes(b, "stake", 100n * TOKEN);
  await chain.registry(a, "registerTaskType", 100n * TOKEN);
  await chain.registry(a, "registerSink", ALICE.first);
  await chain.registry(b, "registerSink", 50n * UNIT);
  await chain.registry(a, "rebalance");
  await chain.commit(a, ALICE.revealed);
  await chain.reveal(a, ALICE.revealed);
  await chain.update(b, 90n * UNIT);
  await chain.commit(a, 7n);
  await chain.update(a, ALICE.told);
  await chain.stakes(a, "unstake", 144n * TOKEN);
  await chain.stakes(a, "slash", b, 19n * TOKEN, stringToHex("LATE", { size: 32 }));
  await chain.stakes(a, "slash", a, TOKEN, stringToHex("OVER_CLAIM", { size: 32 }));
  await chain.mine(21);
  await chain.registry(a, "rebalance");
}

it("knows the constants that no event has told", async () => {
  const { protocols, parameters } = await client.data<Record<string, unknown>>(`{
    protocols { dialect isRawCapped isRegistrationSmoothed hasAggregator ewmaAlphaBps commitTimeout minSinkStake
      stakeUnit capacityPrecision rebalanceThresholdBps }
    parameters(where: { name: "COMMIT_TIMEOUT" }) { value updatedAtBlock changes { id } } }`);
  expect(protocols).toEqual([
    {
      ...{ dialect: "aggregator", isRawCapped: true, isRegistrationSmoothed: false, hasAggregator: true },
      ...{
        ewmaAlphaBps: "3000",
        commitTimeout: "20",
        minSinkStake: `${100n * TOKEN}`,
        stakeUnit: `${TOKEN}`,
      },
      ...{ capacityPrecision: `${UNIT}`, rebalanceThresholdBps: "500" },
    },
  ]);
  expect(parameters).toEqual([{ value: "20", updatedAtBlock: "0", changes: [] }]);
});

it("follows stakes whose Unstaked has a third argument and whose Slashed has an indexed reason", async () => {
  const { sinks, slashes, unstakes } = await client.data<Record<string, unknown>>(`{
    sinks(orderBy: stake, orderDirection: desc) { id stake cap totalStaked totalUnstaked totalSlashed slashRatio }
    slashes(where: { sink: "${bob}" }) { sink { id } amount reasonText stakeBefore stakeAfter capBefore capAfter slasher { id } }
    unstakes { sink { id } amount stakeBefore stakeAfter capBefore capAfter } }`);
  expect(sinks).toEqual([
    {
      ...{ id: alice, stake: `${255n * TOKEN}`, cap: "15968719422", slashRatio: "0.0025" },
      ...{ totalStaked: `${400n * TOKEN}`, totalUnstaked: `${144n * TOKEN}`, totalSlashed: `${TOKEN}` },
    },
    {
      ...{ id: bob, stake: `${81n * TOKEN}`, cap: "0", slashRatio: "0.19" },
      ...{ totalStaked: `${100n * TOKEN}`, totalUnstaked: "0", totalSlashed: `${19n * TOKEN}` },
    },
  ]);
  expect(slashes).toEqual([
    {
      ...{ sink: { id: bob }, amount: `${19n * TOKEN}`, reasonText: "LATE", slasher: null },
      ...{ stakeBefore: `${100n * TOKEN}`, stakeAfter: `${81n * TOKEN}` },
      ...{ capBefore: `${BOB_CAP}`, capAfter: "0" },
    },
  ]);
  expect(unstakes).toEqual([
    {
      ...{ sink: { id: alice }, amount: `${144n * TOKEN}`, stakeBefore: `${400n * TOKEN}` },
      ...{ stakeAfter: `${256n * TOKEN}`, capBefore: `${20n * UNIT}`, capAfter: `${16n * UNIT}` },
    },
  ]);
});

it("takes an aggregator's word for a reveal without a commitment, and no raw for an over-claim", async () => {
  const { reveals } = await client.data<{ reveals: unknown }>(`{ reveals(orderBy: sequence) {
    sink { id } raw capped overclaim isOverclaim smoothedBefore smoothed commit { id } latencyBlocks } }`);
  const common = { overclaim: "0", isOverclaim: false };
  const lone = { commit: null, latencyBlocks: null, ...common };
  expect(reveals).toMatchObject([
    {
      ...{ sink: { id: alice }, raw: `${ALICE.revealed}`, capped: `${ALICE.revealed}` },
      ...{ smoothedBefore: `${ALICE.first}`, smoothed: `${afterReveal}`, latencyBlocks: "1", ...common },
    },
    { ...lone, sink: { id: bob }, raw: `${BOB_CAP}`, capped: `${BOB_CAP}`, smoothed: `${BOB_CAP}` },
    { ...lone, sink: { id: alice }, smoothedBefore: `${afterReveal}`, smoothed: `${afterUpdate}` },
  ]);
});

it("derives what can be derived, and says why of the rest", async () => {
  const { sinkCapacities } = await client.data<{
    sinkCapacities: unknown;
  }>(`{ sinkCapacities(orderBy: stored) {
    sink { id } stored smoothed isOverCap
    reliability { commits revealed expired pending rate latencyMean nullReason }
    volatility { n mean stdDev nullReason } overclaim { n overclaims rate nullReason } tracking { n } } }`);
  const unseen = { overclaims: 0, rate: null, nullReason: expect.stringContaining("after the cap") };
  const [low, high] = [ALICE.revealed, ALICE.told];
  const deviation = Math.SQRT1_2 * Number(high - low);
  expect(sinkCapacities).toEqual([
    {
      ...{ sink: { id: bob }, stored: `${BOB_CAP}`, smoothed: "0", isOverCap: true, tracking: { n: 1 } },
      reliability: {
        ...{ commits: 0, revealed: 0, expired: 0, pending: 0, rate: null, latencyMean: null },
        nullReason: expect.stringContaining("rate: no commitment"),
      },
      volatility: { n: 1, mean: `${BOB_CAP}`, stdDev: null, nullReason: expect.any(String) },
      overclaim: { n: 1, ...unseen },
    },
    {
      ...{ sink: { id: alice }, stored: `${afterUpdate}`, smoothed: `${afterUpdate}`, isOverCap: false },
      reliability: {
        ...{
          commits: 2,
          revealed: 1,
          expired: 1,
          pending: 0,
          rate: "0.5",
          latencyMean: "1",
          nullReason: null,
        },
      },
      volatility: {
        ...{ n: 2, mean: `${(low + high) / 2n}`, nullReason: null },
        stdDev: expect.stringMatching(new RegExp(`^${String(deviation).slice(0, 14).replace(".", "\\.")}`)),
      },
      ...{ overclaim: { n: 2, ...unseen }, tracking: { n: 2 } },
    },
  ]);
});

it("audits a slash as a node's own receipts do, and finds no over-claim where none can be seen", async () => {
  const { slash } = await client.data<{ slash: { id: string; audit: Record<string, unknown> }[] }>(
    `{ slash: slashes(where: { amount: "${TOKEN}" }) { id audit {
       verdict capBefore capAfter checks { id result detail } } } }`,
  );
  const [{ id, audit }] = slash as [{ id: string; audit: Record<string, unknown> }];
  expect(audit).toMatchObject({
    ...{ verdict: "INSUFFICIENT_EVIDENCE", capBefore: `${16n * UNIT}`, capAfter: "15968719422" },
    checks: expect.arrayContaining([
      expect.objectContaining({ id: "I3", result: "PASS" }),
      expect.objectContaining({ id: "R1", result: "PASS" }),
      expect.objectContaining({
        id: "R2",
        result: "UNKNOWN",
        detail: expect.stringContaining("after the cap"),
      }),
    ]),
  });

  const { origin } = new URL(stack.url);
  const asked = ["audit", id, "--level", "1", "--api", origin, ...network.arguments];
  const { code, stdout, stderr } = await manometer(asked);
  expect(stdout + stderr).toContain("says the same, byte for byte");
  expect(code).toBe(0);
});

it("finds the records whole", async () => {
  const { integrity, rebalances } = await client.data<{
    integrity: { checks: { id: string; holds: boolean | null; detail: string | null; rows: number }[] };
    rebalances: unknown;
  }>(`{ integrity { checks { id holds detail rows } }
    rebalances(orderBy: sequence) { totalCapacity indexedTotalCapacity sinkCount } }`);
  expect(integrity.checks.filter(({ holds }) => holds === false)).toEqual([]);
  const rows = Object.fromEntries(integrity.checks.map(({ id, rows }) => [id, rows]));
  expect(rows).toMatchObject({ STAKE_BALANCE: 2, STAKE_CONTINUITY: 2, CAPACITY_TOTAL: 2, EWMA_REPLAY: 3 });
  const total = (sum: bigint) => ({
    totalCapacity: `${sum}`,
    indexedTotalCapacity: `${sum}`,
    sinkCount: "2",
  });
  expect(rebalances).toEqual([total(ALICE.first + BOB_CAP), total(afterUpdate + BOB_CAP)]);
});
