import { expect, test } from "vitest";
import { quantile } from "./load.ts";
import { table } from "./table.ts";

test("a row has its figures in columns of even width", () => {
  const figures = {
    requestsPerSecond: 1234.5,
    p50: 7.25,
    p95: 81.4,
    p99: null,
    requests: 10,
    cpu: null,
    errors: 0,
  };

  expect(table([{ name: "API", connections: 32, ...figures }])).toBe(
    [
      "| case | clients | requests/s | p50 ms | p95 ms | p99 ms | errors |",
      "| ---- | ------: | ---------: | -----: | -----: | -----: | -----: |",
      "| API  |      32 |      1,235 |    7.3 |     81 |      – |      0 |",
    ].join("\n"),
  );
});

test.each([
  [[], 0.95, null],
  [[3], 0.5, 3],
  [[1, 2, 3, 4], 0.5, 2],
  [[1, 2, 3, 4], 0.95, 4],
  [Array.from({ length: 100 }, (_, i) => i + 1), 0.95, 95],
])("the quantile of %j at %d", (sorted, share, expected) => {
  expect(quantile(sorted as number[], share)).toBe(expected);
});
