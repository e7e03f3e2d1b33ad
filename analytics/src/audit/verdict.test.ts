import { expect, test } from "vitest";
import type { CheckId, CheckResult } from "./Check.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

const RESULTS: readonly CheckResult[] = ["PASS", "FAIL", "UNKNOWN", "NA"];
const RECORDS: readonly CheckId[] = ["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "U1"];
const RULES: readonly CheckId[] = ["R1", "R2", "R3", "R4", "R5"];
const SILENT: readonly CheckId[] = ["U2", "X1", "X2", "X3"];

type Row = Readonly<Partial<Record<CheckId, CheckResult>>>;

const checksOf = (row: Row) =>
  Object.entries(row).map(([id, result]) => ({ id: id as CheckId, result: result as CheckResult }));
const all = (ids: readonly CheckId[], result: CheckResult): Row =>
  Object.fromEntries(ids.map((id) => [id, result]));
const sound: Row = { ...all(RECORDS, "PASS"), ...all(RULES, "PASS"), ...all(SILENT, "PASS") };

function* rulesOf([id, ...rest]: readonly CheckId[]): Generator<Row> {
  if (id === undefined) return yield {};
  for (const row of rulesOf(rest)) for (const result of RESULTS) yield { [id]: result, ...row };
}

/** The page's table, as a count: of the 1,024 rows, those with R1 or R2 UNKNOWN, and the one with R2 to R5 PASS. */
test("each of the 1,024 results of R1 to R5 has its verdict", () => {
  const rows = [...rulesOf(RULES)].map((row) => ({
    row,
    verdict: verdictOf(checksOf({ ...sound, ...row })),
  }));
  const tally = Object.groupBy(rows, ({ verdict }) => verdict);
  expect(rows).toHaveLength(1024);
  expect(tally.INCONSISTENT).toBeUndefined();
  expect(tally.INSUFFICIENT_EVIDENCE).toHaveLength(256 + 256 - 64);
  expect(tally.SUPPORTED).toHaveLength(3);
  expect(tally.UNSUPPORTED).toHaveLength(1024 - 448 - 3);
  for (const { row } of tally.INSUFFICIENT_EVIDENCE ?? []) expect([row.R1, row.R2]).toContain("UNKNOWN");
  for (const { row } of tally.SUPPORTED ?? [])
    expect(row).toMatchObject(all(["R2", "R3", "R4", "R5"], "PASS"));
});

test("one failing record makes any of them inconsistent", () => {
  for (const row of rulesOf(RULES)) {
    for (const id of RECORDS)
      expect(verdictOf(checksOf({ ...sound, ...row, [id]: "FAIL" }))).toBe("INCONSISTENT");
  }
});

test("a record that is unknown, not applicable or missing fails nothing", () => {
  for (const row of rulesOf(RULES)) {
    const verdict = verdictOf(checksOf({ ...sound, ...row }));
    for (const result of ["UNKNOWN", "NA"] as const) {
      expect(verdictOf(checksOf({ ...sound, ...row, ...all(RECORDS, result) }))).toBe(verdict);
    }
    expect(verdictOf(checksOf(row))).toBe(verdict);
  }
});

test("U2 and information have no part in it", () => {
  for (const row of rulesOf(RULES)) {
    const verdict = verdictOf(checksOf({ ...sound, ...row }));
    for (const result of RESULTS) {
      expect(verdictOf(checksOf({ ...sound, ...row, ...all(SILENT, result) }))).toBe(verdict);
    }
  }
});

test.each<[string, Row, Verdict]>([
  ["all is well", {}, "SUPPORTED"],
  ["the slasher was not authorised, whatever the reason", { U1: "FAIL", R1: "UNKNOWN" }, "INCONSISTENT"],
  [
    "nobody can read the reason",
    { R1: "UNKNOWN", R2: "UNKNOWN", R4: "NA", R5: "NA" },
    "INSUFFICIENT_EVIDENCE",
  ],
  ["there is no tracker, and too much was taken", { R2: "UNKNOWN", R3: "FAIL" }, "INSUFFICIENT_EVIDENCE"],
  ["there is no reason", { R1: "FAIL", R2: "FAIL", R4: "NA", R5: "NA" }, "UNSUPPORTED"],
  ["the rule does not hold", { R2: "FAIL", R4: "NA", R5: "NA" }, "UNSUPPORTED"],
  ["too much was taken", { R3: "FAIL" }, "UNSUPPORTED"],
  ["the evidence is old", { R4: "FAIL" }, "UNSUPPORTED"],
  ["the evidence is spent", { R5: "FAIL" }, "UNSUPPORTED"],
  ["the slasher is the beneficiary", { U2: "FAIL" }, "SUPPORTED"],
])("%s", (_, row, verdict) => {
  expect(verdictOf(checksOf({ ...sound, ...row }))).toBe(verdict);
});
