import fc from "fast-check";
import { expect, test } from "vitest";
import { type CommitFate, reliability } from "./reliability.ts";

test("revealed, expired and pending commitments are told apart at the block of the answer", () => {
  const commits = [fate(100n, 103n), fate(200n, 201n), fate(300n, null), fate(395n, null)];
  const result = reliability(commits, 400n);
  expect(result).toMatchObject({ commits: 4, revealed: 2, expired: 1, pending: 1, nullReason: null });
  expect(result.rate?.toFixed(18)).toBe("0.666666666666666667");
  expect(result.latencyMean?.toString()).toBe("2");
  expect(result.latencyP50?.toString()).toBe("2");
  expect(result.latencyP95?.toString()).toBe("2.9");
});

test("a commitment expires in the block after its last one", () => {
  expect(reliability([fate(100n, null)], 120n)).toMatchObject({ pending: 1, expired: 0 });
  expect(reliability([fate(100n, null)], 121n)).toMatchObject({ pending: 0, expired: 1 });
});

test("nothing revealed and something expired is a rate of 0", () => {
  const result = reliability([fate(100n, null)], 500n);
  expect(result.rate?.toString()).toBe("0");
  expect(result.nullReason).toBe(
    "latencyMean, latencyP50, latencyP95: no commitment of the window was revealed",
  );
});

test.each([
  ["no commitment", []],
  ["only pending ones", [fate(495n, null)]],
])("%s leaves the rate undefined", (_, commits) => {
  const result = reliability(commits, 500n);
  expect(result).toMatchObject({ rate: null, latencyMean: null, latencyP50: null, latencyP95: null });
  expect(result.nullReason).toContain("rate: no commitment of the window was revealed or has expired");
});

function fate(commitBlock: bigint, revealBlock: bigint | null): CommitFate {
  return { commitBlock, lastBlock: commitBlock + 20n, revealBlock };
}

test("it agrees with counting one by one, and its parts add up", () => {
  const commit = fc.record({
    commitBlock: fc.bigInt(0n, 60n),
    after: fc.option(fc.bigInt(0n, 20n), { nil: null }),
  });
  fc.assert(
    fc.property(fc.array(commit, { maxLength: 30 }), fc.bigInt(0n, 100n), (all, now) => {
      const fates = all.map(({ commitBlock, after }) =>
        fate(commitBlock, after === null ? null : commitBlock + after),
      );
      const result = reliability(fates, now);
      let [revealed, expired, pending] = [0, 0, 0];
      for (const { after, commitBlock } of all) {
        if (after !== null) revealed++;
        else if (now > commitBlock + 20n) expired++;
        else pending++;
      }
      expect(result).toMatchObject({ commits: all.length, revealed, expired, pending });
      const rate = revealed + expired === 0 ? null : revealed / (revealed + expired);
      expect(result.rate?.toNumber() ?? null).toBe(rate);
      const waits = all.flatMap(({ after }) => (after === null ? [] : [Number(after)]));
      const mean = waits.length === 0 ? null : waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
      if (mean === null) expect(result.latencyMean).toBeNull();
      else expect(result.latencyMean?.toNumber()).toBeCloseTo(mean, 9);
    }),
  );
});
