import { expect, test } from "vitest";
import { longFloor } from "./cases.ts";
import { type Measured, page } from "./page.ts";
import type { Row } from "./table.ts";

const machine = {
  cores: 2,
  model: "CPU",
  memoryGiB: 8,
  node: "24.21.0",
  graphNode: "0.45.0",
  postgres: "18.4",
  load: [0.1, 0.25] as const,
};

function row(name: string, requestsPerSecond: number, cpu: Row["cpu"] = null): Row {
  return { name, connections: 32, requestsPerSecond, p50: 1, p95: 2, p99: 3, requests: 10, cpu, errors: 0 };
}

const nothing: Measured = {
  command: "npm run bench -w bench",
  date: "2026-11-22",
  machine,
  seconds: 6,
  rows: [],
  upstream: [],
  sizes: [],
};

test("says how and on what it was measured, and leaves out what was not", () => {
  const text = page(nothing);

  expect(text).toContain("- Command: `npm run bench -w bench`, 2026-11-22");
  expect(text).toContain("- Machine: 2 cores (CPU), 8 GiB; load before: 0.10 over 1 min, 0.25 over 5 min");
  expect(text).not.toContain("##");
});

test("compares what is to be compared", () => {
  const rows = [
    row("floor: Apollo, constant resolver", 4000),
    row(longFloor("dashboard's first load"), 2500),
    row("graph-node directly: list of 20, different", 500),
    row("graph-node directly: list of 20, the same", 800),
    row("API: list of 20, different", 300, { client: 0.5, API: 2, "graph-node": 1, PostgreSQL: 0.5 }),
    row("API: list of 20, the same", 6000),
    row("dashboard's first load, the same", 5000),
  ];
  const text = page({ ...nothing, rows });

  expect(text).toContain("passes on 0.60 times graph-node's own rate (300 to 500 requests/s)");
  expect(text).toContain("answered at 7.50 times graph-node's own rate (6,000 to 800 requests/s)");
  expect(text).toContain(
    "dashboard's first load: 1.25 times Apollo's constant resolver (5,000 to 4,000 requests/s)",
  );
  expect(text).toContain("dashboard's first load: 2.00 times Apollo's, with an answer as long");
  expect(text).toMatch(
    /API: list of 20, different +\| +32 \| +0.50 \| 2.00 \| +1.00 \| +0.50 \| +500 \| +300 \|/,
  );
});

test("growth is of the last size over the first", () => {
  const { name: _, connections: __, ...figures } = row("", 1);
  const sizes = [1, 10, 100].map((times) => ({
    times,
    facts: times * 8725,
    weeks: times,
    bytes: times * 43_625_000,
    figures: { volatility: { ...figures, p95: 40 + times } },
  }));

  const text = page({ ...nothing, sizes });
  expect(text).toMatch(/\| volatility +\| +41 \| +50 \| +140 \| +3.4× \|/);
  expect(text).toContain("- 87,250 facts take 436 MB of tables and indexes: 5.0 kB each.");
});
