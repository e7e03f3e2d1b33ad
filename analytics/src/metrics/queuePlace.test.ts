import fc from "fast-check";
import { expect, test } from "vitest";
import { queuePlace } from "./queuePlace.ts";

const now = { at: 100n, block: 10n };

test("a deposit that is drained in part waits with the rest", () => {
  expect(queuePlace({ from: 0n, to: 10n, at: 40n, block: 3n }, 4n, now)).toEqual({
    waiting: 6n,
    ahead: 0n,
    ageSeconds: 60n,
    ageBlocks: 7n,
  });
});

test("what waits adds up to the level, and each stands behind those before it", () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt(1n, 99n), { minLength: 1 }), fc.nat(100), (amounts, percent) => {
      const tail = amounts.reduce((sum, amount) => sum + amount, 0n);
      const head = (tail * BigInt(percent)) / 100n;
      let offset = 0n;
      let ahead = 0n;
      for (const amount of amounts) {
        const deposit = { from: offset, to: offset + amount, at: 0n, block: 0n };
        offset += amount;
        if (deposit.to <= head) continue;
        const place = queuePlace(deposit, head, now);
        expect(place.ahead).toBe(ahead);
        ahead += place.waiting;
      }
      expect(ahead).toBe(tail - head);
    }),
  );
});
