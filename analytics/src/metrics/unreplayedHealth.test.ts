import fc from "fast-check";
import { expect, test } from "vitest";
import { rebalanceHealth } from "./rebalanceHealth.ts";
import { unreplayedHealth } from "./unreplayedHealth.ts";

const step = <V>(block: bigint, value: V) => ({ block, at: 10n * block, value });
const window = { from: 100n, to: 500n };
const patience = { block: 64n, graceBlocks: 5n };

test("it is what the whole history says, but for what only the past can say", () => {
  const steps = fc.uniqueArray(fc.tuple(fc.bigInt(1n, 60n), fc.bigInt(0n, 112n)), {
    selector: ([block]) => block,
    maxLength: 12,
  });
  const first = fc.option(fc.bigInt(0n, 110n), { nil: null });
  fc.assert(
    fc.property(steps, steps, first, fc.bigInt(100n, 900n), (totals, rebalances, before, bps) => {
      const sorted = (all: readonly (readonly [bigint, bigint])[]) =>
        [...all].sort((a, b) => Number(a[0] - b[0])).map(([block, value]) => step(block, value));
      const total = { initial: 100n, steps: sorted(totals) };
      const last = { initial: before, steps: sorted(rebalances) };
      const thresholdBps = { initial: 500n, steps: [step(30n, bps)] };
      const whole = rebalanceHealth({ total, last, thresholdBps }, window, patience);
      const now = total.steps.at(-1)?.value ?? total.initial;
      const known = unreplayedHealth({ total: now, last, thresholdBps }, window);
      const { staleBlocks, missed, nullReason, ...rest } = whole;

      expect(known).toMatchObject({ ...rest, staleBlocks: whole.isDue ? null : staleBlocks, missed: null });
      expect(known.nullReason).toContain(nullReason ?? "missed: the capacities changed too often");
      expect(known.nullReason?.includes("changed too often")).toBe(staleBlocks !== null && missed !== null);
    }),
  );
});
