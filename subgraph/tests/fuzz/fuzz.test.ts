import { randomOf } from "@manometer/scenario/random";
import { describe, expect, test } from "vitest";
import { Index } from "./Index.ts";
import { requireIntegrity } from "./integrity.ts";
import { Lawful } from "./Lawful.ts";
import { fuzz } from "./run.ts";
import { requireSameAsModel } from "./sameAsModel.ts";
import { requireSound } from "./soundness.ts";

const RUNS = 2000;
const SEED = Number(process.env.FUZZ_SEED ?? 1);

test("whatever the order and the values, all that must hold holds", () => {
  const { lawful, lawless, events } = fuzz(SEED, RUNS);
  console.log(
    `fuzz, seed ${SEED}: ${lawful} lawful and ${lawless} lawless sequences, ${events} events, all right`,
  );
  expect(lawful + lawless).toBe(RUNS);
  expect(events).toBeGreaterThan(20 * RUNS);
});

describe("the fuzz notices a log that an index has missed", () => {
  test.each([
    "CapacityCommitted",
    "CapacityRevealed",
    "CapacityClamped",
    "Deposited",
    "Drained",
    "FlowDistributionUpdated",
    "InstantDistributionUpdated",
    "MemberUnitsUpdated",
    "PipelineRebalanced",
    "Slashed",
    "SlashExecuted",
    "SinkDeregistered",
    "Staked",
    "Unstaked",
  ])("%s", (event) => {
    const index = new Index();
    const { lawful, logs } = historyWith(event);
    const last = logs.findLastIndex((log) => log.event === event);
    for (const [i, log] of logs.entries()) if (i !== last) index.handle(log);

    expect(() => {
      requireSound(index.store);
      requireIntegrity(index.store);
      requireSameAsModel(index.store, lawful);
    }).toThrow();
  });
});

/** The first lawful history in which the event occurs. */
function historyWith(event: string) {
  for (let seed = 1; seed < 500; seed++) {
    const lawful = new Lawful(randomOf(seed, "lawful"));
    lawful.play(40);
    const { logs } = lawful.journal;
    if (logs.some((log) => log.event === event)) return { lawful, logs };
  }
  throw new Error(`no history of 500 has a ${event}`);
}
