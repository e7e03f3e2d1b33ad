import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { docComments } from "./docComments.ts";
import { METRIC_SOURCES } from "./metricSources.ts";
import { documented, fileOf, metricsPage } from "./metricsPage.ts";
import { PAGE_FILE, readSources } from "./readSources.ts";

const sources = await readSources();
/** Fields that are no metrics: what they say stands in the schema and in docs/audit.md. */
const OTHERS = ["Slash.audit", "Slasher.scorecard", "Query.asOf", "Query.totals", "Query.slashAudits"];

test('docs/metrics.md is what "npm run docs -w api" writes', async () => {
  expect(await readFile(PAGE_FILE, "utf8")).toBe(metricsPage(sources));
});

test("every derived field is on the page, or known to be no metric", () => {
  const fields = sources.definitions.flatMap((node) =>
    node.kind === "ObjectTypeExtension"
      ? (node.fields ?? []).map((field) => `${node.name.value}.${field.name.value}`)
      : [],
  );
  expect(fields.filter((name) => !(name in METRIC_SOURCES) && !OTHERS.includes(name))).toEqual([]);
  expect(documented(sources.definitions)).toHaveLength(Object.keys(METRIC_SOURCES).length);
});

test("every metric is explained somewhere, and every file that is named exists", () => {
  const named = new Set(Object.values(METRIC_SOURCES).flat().map(fileOf));
  expect([...sources.metrics.keys()].filter((file) => !named.has(file))).toEqual([]);
  expect([...named].filter((file) => !sources.metrics.has(file))).toEqual([]);
});

test("whatever is to be explained has a doc comment", () => {
  const wanted = Object.values(METRIC_SOURCES)
    .flat()
    .map((source) => source.split("#"));
  const bare = wanted.filter(([file = "", name]) => {
    const docs = docComments(sources.metrics.get(file) ?? "");
    return name !== "" && !docs.some((doc) => doc.name === name);
  });
  expect(bare).toEqual([]);
});

test.each([
  "RiskMetrics",
  "Andersen, Bollerslev, Diebold, Labys, Econometrica 71 (2003)",
  "Hoaglin, Mosteller, Tukey",
  "Hyndman & Fan 1996",
  "Srinivasan 2017",
  "Little 1961",
  "Jacobson 1988",
  "Tassiulas & Ephremides 1992",
])("the page cites %s", (source) => {
  expect(metricsPage(sources)).toContain(source);
});

test("a doc comment becomes sentences: its words, its parameters, its result, its example", () => {
  const source = `/**
 * The sum of two
 * numbers.
 * @param a the first one
 * @returns in wei
 * @example sum(1n, 2n) // 3n
 */
export function sum(a: bigint, b: bigint): bigint {}

/** Not exported. */
function other() {}`;
  const text = "The sum of two numbers. `a`: the first one. Result: in wei. For example `sum(1n, 2n) // 3n`.";
  expect(docComments(source)).toEqual([{ name: "sum", text }]);
});
