import fc from "fast-check";
import { expect, test } from "vitest";
import { capOf } from "../metrics/cap.ts";
import { inChainOrder, type Position } from "./ChainLog.ts";
import { ascii, Chronicle, SINK, SLASHER, TASK } from "./Chronicle.ts";
import { piecesIn } from "./pieces.ts";
import { replayOf } from "./Replay.ts";
import { startOf } from "./steps.ts";

const step = fc.record({
  gap: fc.nat({ max: 6 }),
  act: fc.constantFrom("stake", "unstake", "slash", "commit", "reveal", "leave", "unit", "timeout", "allow"),
  amount: fc.integer({ min: 1, max: 60 }),
});
const steps = fc.array(step, { maxLength: 40 });
type Steps = (typeof steps extends fc.Arbitrary<infer T> ? T : never) & unknown;

function chronicleOf(acts: Steps): Chronicle {
  const story = Chronicle.usual();
  let block = 1;
  for (const { gap, act, amount } of acts) {
    if (gap > 0) {
      block += gap;
      story.at(block);
    }
    if (act === "stake") story.staked(amount, amount);
    if (act === "unstake") story.log("Unstaked", { sink: SINK, amount: String(amount) });
    if (act === "slash") story.slashed(amount, amount, ascii("OVER_CLAIM"));
    if (act === "commit")
      story.log("CapacityCommitted", { taskTypeId: TASK, sink: SINK, commitHash: "0x01" });
    if (act === "reveal") {
      story.log("CapacityRevealed", {
        taskTypeId: TASK,
        sink: SINK,
        raw: String(70 + amount),
        smoothed: "1",
      });
    }
    if (act === "leave") story.log("SinkDeregistered", { taskTypeId: TASK, sink: SINK });
    if (act === "unit") story.parameter("STAKE_UNIT", `${amount}${"0".repeat(17)}`);
    if (act === "timeout") story.parameter("COMMIT_TIMEOUT", String(amount));
    if (act === "allow") story.log("SlasherSet", { slasher: SLASHER, authorized: amount % 2 === 0 });
  }
  return story.at(block + 30).slashed(1, 1);
}

/** The state before a position, by reading all logs again. */
function slowState({ logs }: Chronicle, position: Position) {
  const state = { stake: 0n, authorized: false, parameters: new Map<string, bigint>() };
  for (const log of logs) {
    if (inChainOrder(log, position) >= 0) continue;
    if (log.event === "Staked") state.stake += BigInt(log.amount);
    if (log.event === "Unstaked" || log.event === "Slashed") state.stake -= BigInt(log.amount);
    if (log.event === "SlasherSet") state.authorized = log.authorized;
    if (log.event === "ParamUpdated") state.parameters.set(log.key, BigInt(log.newValue));
  }
  return state;
}

test("the replay equals reading all logs again, before any position", () => {
  fc.assert(
    fc.property(steps, fc.nat({ max: 300 }), fc.nat({ max: 8 }), (acts, blockNumber, logIndex) => {
      const story = chronicleOf(acts);
      const position = { blockNumber, logIndex };
      const replay = replayOf(story.record());
      const { stake, authorized, parameters } = slowState(story, position);
      expect(replay.stakeBefore(position)).toBe(stake);
      expect(replay.isAuthorizedBefore(position)).toBe(authorized);
      const of = (name: string) => parameters.get(ascii(name)) ?? 0n;
      expect(replay.capBefore(position)).toBe(
        capOf(stake, {
          minSinkStake: of("MIN_SINK_STAKE"),
          stakeUnit: of("STAKE_UNIT"),
          capacityPrecision: of("CAPACITY_PRECISION"),
        }),
      );
    }),
    { numRuns: 200 },
  );
});

test("expired commitments are those that no reveal, and no early departure, came for in time", () => {
  fc.assert(
    fc.property(steps, (acts) => {
      const story = chronicleOf(acts.filter(({ act }) => act !== "timeout"));
      const record = story.record();
      const position = record.subject;
      const search = { position, windowBlocks: 10_000 };
      const found = piecesIn(record, replayOf(record), "EXPIRED_COMMITMENT", search);
      const ends = ["CapacityRevealed", "SinkDeregistered", "CapacityCommitted"];
      const expected = story.logs.flatMap((log, index) => {
        if (log.event !== "CapacityCommitted") return [];
        const end = story.logs.slice(index + 1).find(({ event }) => ends.includes(event));
        const until = end?.blockNumber ?? position.blockNumber;
        const isWithheld = end?.event !== "CapacityRevealed" && until > log.blockNumber + 20;
        return isWithheld ? [log.blockNumber + 21] : [];
      });
      expect(found.map(({ atBlock }) => atBlock)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test("over-claims are the reveals above the cap of their moment", () => {
  fc.assert(
    fc.property(steps, (acts) => {
      const story = chronicleOf(acts);
      const record = story.record();
      const replay = replayOf(record);
      const found = piecesIn(record, replay, "OVER_CLAIM", {
        position: record.subject,
        windowBlocks: 10_000,
      });
      const expected = story.logs.filter(
        (log) => log.event === "CapacityRevealed" && BigInt(log.raw) > replay.capBefore(log),
      );
      expect(found.map(({ log }) => log)).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

test("the end of a block is the start of the next", () => {
  const story = Chronicle.usual().at(7).staked(3, 10_003).slashed(3, 10_003);
  const replay = replayOf(story.record());
  expect(replay.stakeBefore(startOf(7))).toBe(10_000n * 10n ** 18n);
  expect(replay.stakeBefore(startOf(8))).toBe(10_000n * 10n ** 18n);
  expect(replay.stakeBefore({ blockNumber: 7, logIndex: 1 })).toBe(10_003n * 10n ** 18n);
});
