import { expect, test } from "vitest";
import { dashboard, list, reliability, throughput, volatility } from "./questions.ts";

const head = { number: 12_627, timestamp: 1_795_360_452 };
const all = { list, volatility, throughput, reliability, dashboard };

test.each(Object.entries(all))(
  "%s: a thousand questions in a row are all different, with one text",
  (_, make) => {
    const question = make(head);
    const asked = Array.from({ length: 1000 }, (_, n) => question(n));

    expect(new Set(asked.map((ask) => JSON.stringify(ask)))).toHaveLength(1000);
    expect(new Set(asked.map(({ query }) => query))).toHaveLength(1);
  },
);

test("windows are seven days and end inside the history", () => {
  for (const n of [0, 1, 43_199, 43_200, 99_999]) {
    const { window } = volatility(head)(n).variables ?? {};
    const { from, to } = window as { from: string; to: string };
    expect(Date.parse(to) - Date.parse(from)).toBe(7 * 86_400_000);
    expect(Date.parse(to) / 1000).toBeLessThanOrEqual(head.timestamp + 1);
    expect(Date.parse(to) / 1000).toBeGreaterThan(head.timestamp - 43_200);
  }
});

test("lists begin before the history's last facts", () => {
  for (let n = 0; n < 1000; n++)
    expect(Number(BigInt(list(head)(n).variables?.after as string) >> 32n)).toBeLessThan(head.number - 400);
});
