import fc from "fast-check";
import { expect, test } from "vitest";
import { merge } from "./moments.ts";
import { type Track, tracking, trackOf } from "./tracking.ts";

test("the figures of two reveals at α = 0.2", () => {
  const result = tracking([trackOf(12n, 10n), trackOf(14n, 20n)], 2000n);
  expect(result.n).toBe(2);
  expect(result.rmse?.toFixed(18)).toBe("4.472135954999579393");
  expect(result.relativeRmse?.toFixed(18)).toBe("0.298142396999971960");
  expect([result.alpha, result.theoryLag, result.noiseRatio].map(String)).toEqual(["0.2", "4", "0.04"]);
  expect(result.theoryNoiseRatio?.toFixed(18)).toBe("0.111111111111111111");
  expect(result.nullReason).toBeNull();
});

test.each([
  [
    [],
    null,
    "rmse, relativeRmse: no reveal in the window; noiseRatio: needs two reveals, found 0; alpha, theoryLag, theoryNoiseRatio: nothing was revealed yet",
  ],
  [[trackOf(1n, 1n)], 2000n, "noiseRatio: needs two reveals, found 1"],
  [[trackOf(1n, 3n), trackOf(2n, 3n)], 2000n, "noiseRatio: the revealed capacity did not vary"],
  [
    [trackOf(1n, 0n), trackOf(0n, 0n)],
    0n,
    "relativeRmse: the mean is 0; noiseRatio: the revealed capacity did not vary; theoryLag: α is 0",
  ],
])("what is not defined is null with its reason %#", (tracks: Track[], alpha, reason) => {
  const result = tracking(tracks, alpha);
  expect(result.nullReason).toBe(reason);
  const fields = ["rmse", "relativeRmse", "noiseRatio", "alpha", "theoryLag", "theoryNoiseRatio"] as const;
  for (const field of fields) expect(result[field] === null).toBe(new RegExp(`\\b${field}\\b`).test(reason));
});

test("however reveals are parted, it is what looking at each gives", () => {
  const value = fc.bigInt(1n, 10n ** 6n);
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { minLength: 2 }), fc.nat(20), (reveals, cut) => {
      const tracks = reveals.map(([smoothed, capped]) => trackOf(smoothed, capped));
      const result = tracking([rolled(tracks.slice(0, cut)), rolled(tracks.slice(cut))], 2000n);
      expect(result).toEqual(tracking(tracks, 2000n));
      const errors = reveals.map(([smoothed, capped]) => Number(smoothed - capped) ** 2);
      const rmse = Math.sqrt(errors.reduce((sum, error) => sum + error, 0) / reveals.length);
      expect(Number(result.rmse) / Math.max(rmse, 1)).toBeCloseTo(rmse / Math.max(rmse, 1), 9);
      const [smoothed, capped] = [0, 1].map((side) =>
        variance(reveals.map((reveal) => Number(reveal[side]))),
      );
      if (capped)
        expect(Number(result.noiseRatio) / (smoothed || 1)).toBeCloseTo(
          (smoothed ?? 0) / capped / (smoothed || 1),
          6,
        );
    }),
  );
});

function rolled(tracks: readonly Track[]): Track {
  return {
    squaredError: tracks.reduce((sum, track) => sum + track.squaredError, 0n),
    smoothed: merge(tracks.map((track) => track.smoothed)),
    capped: merge(tracks.map((track) => track.capped)),
  };
}

function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
