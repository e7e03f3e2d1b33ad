import { expect, test } from "vitest";
import type { ChainFindings } from "../ChainFindings.ts";
import { ascii, Chronicle, CONTRACTS, OTHER_SINK, SINK, SLASHER, TREASURY } from "../Chronicle.ts";

const story = () => Chronicle.usual().at(100).slashed(500, 10_000);
const wei = (tokens: number) => `${tokens}${"0".repeat(18)}`;
const token = `0x${"70".repeat(20)}` as const;
const payment = (amount: string, logIndex = 5) => ({
  token,
  from: CONTRACTS.stakeManager,
  to: TREASURY,
  amount,
  logIndex,
});
const transfers = (...sent: ReturnType<typeof payment>[]) => ({ transfers: { token, sent } });

test("I1 holds for the StakeManager's log in a transaction that succeeded", () => {
  expect(story().check("I1").result).toBe("UNKNOWN");
  expect(story().check("I1", { findings: { succeeded: true } }).result).toBe("PASS");
  expect(story().check("I1", { findings: { succeeded: false } }).result).toBe("FAIL");
  const fields = { sink: SINK, amount: wei(1), reason: ascii("OVER_CLAIM") };
  const rogue = Chronicle.usual().at(100).log("Slashed", fields, CONTRACTS.escrowBuffer);
  expect(rogue.check("I1", { findings: { succeeded: true } })).toMatchObject({
    result: "FAIL",
    detail: expect.stringContaining(CONTRACTS.stakeManager),
  });
});

test("I2 needs an amount above 0", () => {
  expect(story().check("I2").result).toBe("PASS");
  expect(Chronicle.usual().at(100).slashed(0, 10_000).check("I2").result).toBe("FAIL");
});

test("I3 compares with the stake just before the log, also within its block", () => {
  expect(Chronicle.usual().at(100).slashed(10_000, 10_000).check("I3").result).toBe("PASS");
  expect(Chronicle.usual().at(100).slashed(10_001, 10_001).check("I3").result).toBe("FAIL");
  const before = Chronicle.usual().at(100).staked(5, 10_005).slashed(10_005, 10_005);
  expect(before.check("I3").result).toBe("PASS");
  const after = Chronicle.usual().at(100).slashed(10_005, 10_005).staked(5, 10_005);
  expect(after.check("I3").result).toBe("FAIL");
});

test("I3 counts unstakes and earlier slashes off, and others' stakes not in", () => {
  const taken = () =>
    Chronicle.usual()
      .at(50)
      .log("Unstaked", { sink: SINK, amount: wei(3000) });
  expect(taken().at(60).slashed(2000, 7000).at(100).slashed(5000, 5000).check("I3").result).toBe("PASS");
  expect(taken().at(60).slashed(2000, 7000).at(100).slashed(5001, 5001).check("I3").result).toBe("FAIL");
  expect(taken().staked(900, 900, OTHER_SINK).at(100).slashed(7001, 7001).check("I3").result).toBe("FAIL");
});

test("I4 finds the first Staked that says another total", () => {
  expect(story().check("I4")).toMatchObject({ result: "PASS", detail: "all 1 agree" });
  const lying = Chronicle.usual()
    .at(50)
    .staked(5, 10_006)
    .at(51)
    .staked(5, 10_010)
    .at(100)
    .slashed(1, 10_010);
  const check = lying.check("I4");
  expect(check.result).toBe("FAIL");
  expect(check.evidence.map(({ blockNumber }) => blockNumber)).toEqual([50]);
  expect(new Chronicle().at(100).slashed(1, 1).check("I4").result).toBe("NA");
});

test("a check refers to the newest 50 of its logs", () => {
  const busy = Chronicle.usual();
  for (let block = 2; block < 90; block++) busy.at(block).staked(1, 9999 + block);
  const { result, evidence } = busy.at(100).slashed(1, 10_088).check("I4");
  expect(result).toBe("PASS");
  expect(evidence.map(({ blockNumber }) => blockNumber)).toEqual(
    Array.from({ length: 50 }, (_, i) => 40 + i),
  );
});

test("I5 needs a Transfer of exactly the amount after the log", () => {
  expect(story().check("I5").result).toBe("UNKNOWN");
  const result = (findings: Partial<ChainFindings>) => story().check("I5", { findings }).result;
  expect(result(transfers(payment(wei(500))))).toBe("PASS");
  expect(result(transfers())).toBe("FAIL");
  expect(result(transfers(payment(wei(499))))).toBe("FAIL");
  expect(result(transfers({ ...payment(wei(500)), token: SLASHER }))).toBe("FAIL");
  expect(result(transfers({ ...payment(wei(500)), from: SLASHER }))).toBe("FAIL");
  expect(result(transfers(payment(wei(500), 0)))).toBe("FAIL");
});

test("I5 gives each of two slashes of one transaction its own Transfer", () => {
  const two = Chronicle.usual().at(100).slashed(300, 10_000).slashed(500, 9700);
  const sent = transfers(payment(wei(500), 5), payment(wei(300), 1));
  expect(two.check("I5", { findings: sent }).result).toBe("PASS");
  const later = transfers(payment(wei(300), 9), payment(wei(500), 5));
  expect(two.check("I5", { findings: later }).result).toBe("PASS");
  const swapped = transfers(payment(wei(300), 5), payment(wei(500), 1));
  expect(two.check("I5", { findings: swapped }).result).toBe("FAIL");
});

test("I6 compares a node's stake at both ends of the block", () => {
  expect(story().check("I6").result).toBe("UNKNOWN");
  const result = (before: number, after: number) =>
    story().check("I6", { findings: { stakeAt: { before: wei(before), after: wei(after) } } }).result;
  expect(result(10_000, 9500)).toBe("PASS");
  expect(result(10_000, 10_000)).toBe("FAIL");
  expect(result(9999, 9500)).toBe("FAIL");
  const inBlock = Chronicle.usual().at(100).staked(7, 10_007).slashed(500, 10_007).staked(1, 9508);
  const stakeAt = { before: wei(10_000), after: wei(9508) };
  expect(inBlock.check("I6", { findings: { stakeAt } }).result).toBe("PASS");
});

test.each<[string, object]>([
  ["actual", { actual: wei(499) }],
  ["requested", { requested: wei(499) }],
  ["stakeBefore", { stakeBefore: wei(1) }],
  ["stakeAfter", { stakeAfter: wei(9499) }],
])("I7 fails where the companion's %s disagrees", (_, lie) => {
  expect(story().check("I7").result).toBe("PASS");
  const lying = story();
  const companion = lying.logs.pop();
  if (companion?.event === "SlashExecuted") lying.logs.push({ ...companion, ...lie });
  expect(lying.check("I7").result).toBe("FAIL");
});

test("I7 holds for a clipped slash, and is unknown without a companion of the same sink", () => {
  const clipped = Chronicle.usual().at(100).slashed(10_000, 10_000, ascii("OVER_CLAIM"), 20_000);
  expect(clipped.check("I7").result).toBe("PASS");
  const alone = story();
  const companion = alone.logs.pop();
  expect(alone.check("I7").result).toBe("UNKNOWN");
  if (companion?.event === "SlashExecuted") alone.logs.push({ ...companion, sink: OTHER_SINK });
  expect(alone.check("I7").result).toBe("UNKNOWN");
});

test.each(["I8", "I9"] as const)("%s is what the proof came to", (id) => {
  const name = id === "I8" ? "inclusion" : "canonical";
  const blockHash = `0x${"b1".repeat(32)}` as const;
  const found = (holds: boolean) => ({ [name]: { holds, blockHash, detail: "as compared" } });
  expect(story().check(id).result).toBe("UNKNOWN");
  expect(story().check(id, { findings: found(true) })).toMatchObject({
    result: "PASS",
    detail: "as compared",
  });
  expect(story().check(id, { findings: found(false) }).result).toBe("FAIL");
});
