import fc from "fast-check";
import { expect, test } from "vitest";
import { MOST_LOGS, RecordTooLarge, recordOf } from "./AuditRecord.ts";
import type { ChainLog } from "./ChainLog.ts";
import { ascii, Chronicle, CONTRACTS, OTHER_SINK, SINK, SLASHER, TASK, TREASURY } from "./Chronicle.ts";
import { canonicalJson, hashOf } from "./canonical.ts";
import { DEFAULT_POLICY, policyHash } from "./Policy.ts";

const reason = ascii("COMPLETION_UNDERPERFORMANCE");
const pair = { taskTypeId: TASK, sink: SINK };

function story(): Chronicle {
  const full = Chronicle.usual().at(80).slashed(100, 10_000, reason);
  full
    .at(90)
    .log("SinkRegistered", { ...pair, initialCapacity: "40" })
    .revealed(100, "101")
    .withheld(130);
  full
    .at(170)
    .log("Drained", { ...pair, amount: "12" })
    .log("Unstaked", { sink: SINK, amount: "5" });
  full.at(200).slashed(10, 9900, reason);
  full.at(201).log("CapacityClamped", { ...pair, smoothed: "3" });
  return full.log("Rebalanced", { taskTypeId: TASK, sinkCount: "1", totalCapacity: "3" });
}

function recordFrom(logs: readonly ChainLog[]) {
  const { subject, scope } = story().record();
  return recordOf({
    subject,
    logs,
    contracts: CONTRACTS,
    policy: DEFAULT_POLICY,
    headBlock: scope.untilBlock,
  });
}

test("it keeps what belongs to the slash, in the chain's order", () => {
  const { logs, scope } = story().record();
  expect(logs.map(({ event }) => event)).toEqual(story().logs.map(({ event }) => event));
  expect(scope).toEqual({
    sink: SINK,
    slasher: SLASHER,
    fromBlock: 0,
    drainsFromBlock: 0,
    untilBlock: 201,
  });
  expect(story().record().policyHash).toBe(policyHash(DEFAULT_POLICY));
});

test("whoever gathers the logs, in whatever order and however often, gets the same bytes", () => {
  const { logs } = story();
  const expected = canonicalJson(story().record());
  const gathered = fc.shuffledSubarray([...logs], { minLength: logs.length });
  fc.assert(
    fc.property(gathered, fc.subarray([...logs]), (shuffled, twice) => {
      expect(canonicalJson(recordFrom([...twice, ...shuffled]))).toBe(expected);
    }),
  );
});

test("logs that are none of its business change nothing", () => {
  const more = story();
  more.at(150).staked(5, 5, OTHER_SINK).log("SlasherSet", { slasher: TREASURY, authorized: true });
  more.log("CapacityRevealed", { taskTypeId: TASK, sink: OTHER_SINK, raw: "1", smoothed: "1" });
  more.log("Drained", { taskTypeId: TASK, sink: OTHER_SINK, amount: "1" });
  more.log("Rebalanced", { taskTypeId: TASK, sinkCount: "1", totalCapacity: "1" });
  more.log("Staked", { sink: SINK, amount: "1", totalStake: "1" }, CONTRACTS.escrowBuffer);
  more.log(
    "ParamUpdated",
    { key: ascii("MAX_SINKS"), oldValue: "0", newValue: "1" },
    CONTRACTS.capacityRegistry,
  );
  more.log(
    "ParamUpdated",
    { key: ascii("STAKE_UNIT"), oldValue: "0", newValue: "1" },
    CONTRACTS.escrowBuffer,
  );
  more.at(201).log("SlashExecuted", { ...companion(), sink: OTHER_SINK });
  more.at(202).log("Rebalanced", { taskTypeId: TASK, sinkCount: "2", totalCapacity: "1" }).staked(1, 1);
  expect(canonicalJson(recordFrom(more.logs))).toBe(canonicalJson(story().record()));
});

test("of each task type that the sink signalled to, the first rebalance is enough", () => {
  const first = story().logs.findLast(({ event }) => event === "Rebalanced");
  if (first?.event !== "Rebalanced") throw new Error("The story has no rebalance: write one.");
  const second = { ...first, logIndex: first.logIndex + 1 };
  const foreign = { ...first, logIndex: first.logIndex + 2, taskTypeId: ascii("elsewhere") };
  const kept = recordFrom([...story().logs, foreign, second]).logs;
  expect(kept.filter(({ event }) => event === "Rebalanced")).toEqual([first]);
});

test.each<[string, object]>([
  ["another sink", { sink: OTHER_SINK }],
  ["another contract", { contract: CONTRACTS.escrowBuffer }],
  ["another transaction", { transactionHash: ascii("other") }],
  ["another place", { logIndex: 7 }],
])("a SlashExecuted of %s is not the slash's companion", (_, change) => {
  const { subject } = story().record();
  const logs = story().logs.map((log) =>
    log.event === "SlashExecuted" && log.blockNumber === 200 ? { ...log, ...change } : log,
  );
  const beginning = { subject, contracts: CONTRACTS, policy: DEFAULT_POLICY, headBlock: 201 };
  expect(recordOf({ ...beginning, logs: story().logs }).scope.slasher).toBe(SLASHER);
  expect(recordOf({ ...beginning, logs }).scope.slasher).toBeNull();
});

test("signals from before its reach are left out", () => {
  const old = Chronicle.usual()
    .revealed(100, "1")
    .withheld(9000 - 5020)
    .withheld(9000 - 5021);
  const kept = old.at(9000).slashed(1, 10_000).record().logs;
  expect(kept.flatMap((log) => (log.event === "CapacityCommitted" ? [log.blockNumber] : []))).toEqual([3980]);
});

function companion() {
  const log = story().logs.findLast(({ event }) => event === "SlashExecuted");
  if (log?.event !== "SlashExecuted") throw new Error("The story has no companion: write one.");
  const { slasher, requested, actual, stakeBefore, stakeAfter, evidenceHash } = log;
  return { slasher, requested, actual, stakeBefore, stakeAfter, evidenceHash };
}

test("it reaches back by the policy and the longest timeout, and no further than its consequences", () => {
  const long = story().at(205).parameter("COMMIT_TIMEOUT", "90000").at(9000).slashed(1, 9000);
  long.at(9400).staked(1, 9000);
  const { scope, logs } = long.record();
  expect(scope).toMatchObject({ fromBlock: 0, drainsFromBlock: null, untilBlock: 9300 });
  expect(logs.at(-1)?.blockNumber).toBe(9000);
  expect(Chronicle.usual().at(9000).slashed(1, 10_000).record().scope.fromBlock).toBe(3980);
});

test("changing any value of any log in it changes its hash", () => {
  const record = story().record();
  const hash = hashOf(record);
  const places = record.logs.flatMap((log, index) => Object.keys(log).map((key) => ({ index, key })));
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.string({ minLength: 1 }), ({ index, key }, salt) => {
      const logs = record.logs.map((log, place) =>
        place === index ? { ...log, [key]: `${Reflect.get(log, key)}${salt}` } : log,
      );
      expect(hashOf({ ...record, logs })).not.toBe(hash);
    }),
    { numRuns: 300 },
  );
});

test("a history of too many logs is refused", () => {
  const crowded = story();
  for (let block = 300; block < 300 + MOST_LOGS; block++) crowded.at(block).staked(1, 1);
  crowded.at(300 + MOST_LOGS).slashed(1, 1);
  expect(() => crowded.record()).toThrow(RecordTooLarge);
  expect(() => crowded.record()).toThrow(/20000 are allowed/);
});
