import { expect, test } from "vitest";
import { ascii, Chronicle, OTHER_SINK, SINK, TASK } from "../Chronicle.ts";

const slash = (story: Chronicle) => story.at(200).slashed(5000, 10_000);
const registered = () =>
  Chronicle.usual().at(50).log("SinkRegistered", { taskTypeId: TASK, sink: SINK, initialCapacity: "1000" });
const rebalanced = (story: Chronicle, taskTypeId = TASK) =>
  story.log("Rebalanced", { taskTypeId, sinkCount: "1", totalCapacity: "30" });

test("X1 tells an unstake just before, and a clipped amount", () => {
  expect(slash(Chronicle.usual()).check("X1").result).toBe("PASS");
  const unstaked = (block: number) =>
    Chronicle.usual().at(block).log("Unstaked", { sink: SINK, amount: "7" });
  expect(unstaked(101).at(200).slashed(1, 9999).check("X1").result).toBe("FAIL");
  expect(unstaked(100).at(200).slashed(1, 9999).check("X1").result).toBe("PASS");
  const clipped = Chronicle.usual().at(200).slashed(10_000, 10_000, ascii("OVER_CLAIM"), 10_001);
  expect(clipped.check("X1").result).toBe("FAIL");
});

test("X2 does not apply to a sink without a capacity", () => {
  expect(slash(Chronicle.usual()).check("X2").result).toBe("NA");
  const left = registered().at(60).log("SinkDeregistered", { taskTypeId: TASK, sink: SINK });
  expect(slash(left).check("X2").result).toBe("NA");
});

test("X2 holds where the slash leaves nothing above the cap", () => {
  const check = slash(registered()).check("X2");
  expect(check.result).toBe("PASS");
  expect(check.detail).toContain("the cap went from 100 to 70");
  expect(check.detail).toContain("capacity 30 stayed within the cap");
});

test("X2 waits for what stands above the cap, until the policy's time is over", () => {
  const above = () => slash(registered().revealed(100, "100", "90"));
  expect(above().check("X2", { headBlock: 499 }).result).toBe("UNKNOWN");
  expect(above().check("X2", { headBlock: 500 }).result).toBe("FAIL");
  const clamped = () =>
    above().at(210).log("CapacityClamped", { taskTypeId: TASK, sink: SINK, smoothed: "70" });
  expect(clamped().check("X2", { headBlock: 500 }).result).toBe("FAIL");
  const settled = rebalanced(clamped().at(220));
  expect(settled.check("X2")).toMatchObject({
    result: "PASS",
    detail: expect.stringContaining("stood above the cap for 10 blocks, rebalanced after 20 blocks"),
  });
  expect(rebalanced(clamped().at(501)).check("X2", { headBlock: 600 }).result).toBe("FAIL");
});

test("X2 takes a new stake or a departure for coming within the cap, and another's rebalance for none", () => {
  const above = () => slash(registered().revealed(100, "100", "90")).at(230);
  expect(rebalanced(above().staked(5000, 10_000)).check("X2").result).toBe("PASS");
  const gone = above().log("SinkDeregistered", { taskTypeId: TASK, sink: SINK });
  expect(rebalanced(gone).check("X2").result).toBe("PASS");
  const elsewhere = rebalanced(above().staked(5000, 10_000), `0x${"99".repeat(32)}`);
  expect(elsewhere.check("X2", { headBlock: 500 }).result).toBe("FAIL");
});

test("X2 wants each of the sink's task types rebalanced", () => {
  const second = `0x${"7b".repeat(32)}` as const;
  const both = registered().log("SinkRegistered", {
    taskTypeId: second,
    sink: SINK,
    initialCapacity: "1000",
  });
  for (const taskTypeId of [TASK, second]) {
    both.revealed(100, "100").log("CapacityRevealed", { taskTypeId, sink: SINK, raw: "100", smoothed: "90" });
  }
  const within = slash(both).at(210).staked(5000, 10_000);
  expect(rebalanced(within).check("X2", { headBlock: 500 }).result).toBe("FAIL");
  expect(rebalanced(within, second).check("X2", { headBlock: 500 }).result).toBe("PASS");
});

test("X3 adds up the slasher's other slashes", () => {
  const story = Chronicle.usual().at(90).slashed(100, 10_000).at(100).slashed(200, 9900).at(110);
  const check = story.slashed(300, 9700).check("X3");
  expect(check.result).toBe("PASS");
  expect(check.detail).toContain(`2 slashes of 1 sinks, 300${"0".repeat(18)} wei`);
  expect(check.evidence).toHaveLength(2);
});

test("underperformance shows what was paid and declared, and is never enough", () => {
  const story = registered().revealed(100, "60").revealed(110, "40").at(120);
  story.log("Drained", { taskTypeId: TASK, sink: SINK, amount: "12" });
  story.log("Drained", { taskTypeId: TASK, sink: OTHER_SINK, amount: "500" });
  const check = story.at(200).slashed(1, 10_000, ascii("COMPLETION_UNDERPERFORMANCE")).check("R2");
  const late = story.at(1140).slashed(1, 9999, ascii("COMPLETION_UNDERPERFORMANCE")).check("R2");
  expect(late.detail).toContain("since block 141 the sink was paid 0 wei in 0 drains and declared nothing");
  expect(check.result).toBe("UNKNOWN");
  expect(check.detail).toContain("paid 12 wei in 1 drains and declared 50 units of capacity on average");
});
