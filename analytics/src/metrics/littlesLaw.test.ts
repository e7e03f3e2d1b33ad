import fc from "fast-check";
import { expect, test } from "vitest";
import type { Slice } from "./drainLatency.ts";
import { littlesLaw } from "./littlesLaw.ts";

test("what waits 5 seconds at a level of 10 obeys the law", () => {
  const deposits = [slice(0n, 10n, 0n)];
  const drains = [slice(0n, 10n, 5n)];
  const result = littlesLaw(50n, { deposits, drains }, 9n);
  expect(result).toMatchObject({ levelTime: 50n, waitTime: 50n, nullReason: null });
  expect([result.expectedWait, result.meanWait, result.relativeGap].map(String)).toEqual(["5", "5", "0"]);
});

test("what still waits opens a gap, and the areas stay equal", () => {
  const deposits = [slice(0n, 20n, 0n)];
  const drains = [slice(0n, 10n, 5n)];
  const result = littlesLaw(140n, { deposits, drains }, 9n);
  expect(result.waitTime).toBe(140n);
  expect([result.expectedWait, result.meanWait, result.relativeGap].map(String)).toEqual(["14", "5", "1.8"]);
});

test("before the first drain, and where nothing waited, it says why it is undefined", () => {
  const none = littlesLaw(0n, { deposits: [], drains: [] }, 9n);
  expect(none).toMatchObject({ expectedWait: null, meanWait: null, relativeGap: null });
  expect(none.nullReason).toContain("nothing was drained");
  const atOnce = littlesLaw(0n, { deposits: [slice(0n, 1n, 3n)], drains: [slice(0n, 1n, 3n)] }, 9n);
  expect(atOnce).toMatchObject({ relativeGap: null, nullReason: "relativeGap: nothing waited" });
});

test("the area under the level is what every single wei waited", () => {
  const acts = fc.array(fc.record({ at: fc.bigInt(0n, 30n), move: fc.bigInt(-6n, 6n) }), { maxLength: 12 });
  fc.assert(
    fc.property(acts, (all) => {
      const now = 40n;
      const { deposits, drains, levelTime, queue, waits } = played(all, now);
      const result = littlesLaw(levelTime, { deposits, drains }, now);
      expect(result.waitTime).toBe(result.levelTime);
      const ages = queue.reduce((sum, at) => sum + now - at, 0n);
      expect(result.waitTime).toBe(waits.reduce((sum, wait) => sum + wait, 0n) + ages);
      if (waits.length === 0) return;
      const mean = Number(waits.reduce((sum, wait) => sum + wait, 0n)) / waits.length;
      expect(result.meanWait?.toNumber()).toBeCloseTo(mean, 9);
    }),
  );
});

/** Moves each wei on its own: in at the tail, out at the head, never more than there is. */
function played(all: readonly { at: bigint; move: bigint }[], now: bigint) {
  const [deposits, drains, waits]: [Slice[], Slice[], bigint[]] = [[], [], []];
  const queue: bigint[] = [];
  let [tail, head, levelTime] = [0n, 0n, 0n];
  for (let second = 0n; second < now; second++) {
    for (const { move } of all.filter(({ at }) => at === second)) {
      if (move > 0n) {
        deposits.push(slice(tail, tail + move, second));
        tail += move;
        for (let wei = 0n; wei < move; wei++) queue.push(second);
        continue;
      }
      const out = queue.splice(0, Number(-move));
      if (out.length === 0) continue;
      drains.push(slice(head, head + BigInt(out.length), second));
      head += BigInt(out.length);
      waits.push(...out.map((at) => second - at));
    }
    levelTime += BigInt(queue.length);
  }
  return { deposits, drains, levelTime, queue, waits };
}

function slice(from: bigint, to: bigint, at: bigint): Slice {
  return { from, to, at, block: at };
}
