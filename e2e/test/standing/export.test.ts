import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { Client } from "../../src/Client.ts";
import { subgraphUrl } from "../../src/places.ts";
import { StandingStack } from "../../src/StandingStack.ts";

const main = fileURLToPath(new URL("../../../cli/src/main.ts", import.meta.url));
const FIRST = 1000;

type Column = { name: string; type: string; references: string | null };
type Collection = { name: string; query: string; kind: string; order: string; columns: Column[] };
type Row = Record<string, unknown>;

const stack = new StandingStack();
let url: string;
let collections: Collection[];
let head: number;

beforeAll(async () => {
  url = new URL("/export", stack.url).href;
  ({ collections } = (await (await fetch(url)).json()) as { collections: Collection[] });
  const { asOf } = await new Client(stack.url).data<{ asOf: { blockNumber: number } }>(
    "{ asOf { blockNumber } }",
  );
  head = asOf.blockNumber;
});

test.each(["now", "then"])("every collection is exported as graph-node itself lists it, %s", async (when) => {
  const block = when === "now" ? head : Math.floor(head / 2);
  const direct = new Client(subgraphUrl(stack));
  const counts: Record<string, number> = {};
  for (const collection of collections) {
    const { name, query, kind, order, columns } = collection;
    const interval = kind === "statistics" ? "interval: hour, " : "";
    const fields = columns.map((column) =>
      column.references === null ? column.name : `${column.name} { id }`,
    );
    const { rows } = await direct.data<{ rows: Row[] }>(
      `{ rows: ${query}(${interval}first: ${FIRST}, orderBy: ${order}, block: { number: ${block} }) { ${fields.join(" ")} } }`,
    );
    const exported = await lines(`${name}.ndjson?block=${block}`);
    counts[name] = exported.length;
    expect(exported.slice(0, FIRST)).toEqual(rows.map((row) => flat(row, columns)));
    expect(new Set(exported.map(({ id }) => id)).size).toBe(exported.length);
    if (exported.length > 0)
      expect(Object.keys(exported[0] ?? {})).toEqual(columns.map((column) => column.name));
  }
  const { totals } = await new Client(stack.url).data<{ totals: { entity: string; count: string }[] }>(
    `{ totals(block: { number: ${block} }) { entity count } }`,
  );
  const reveals = Number(totals.find(({ entity }) => entity === "Reveal")?.count);
  expect([counts.reveals, counts.capacityPoints]).toEqual([reveals, reveals]);
  expect(counts.events).toBeGreaterThan(reveals);
  console.log(
    `${collections.length} collections at block ${block}, ${Object.values(counts).reduce((a, b) => a + b)} rows`,
  );
});

test("a filter, a block in the past and a place to go on from hold together", async () => {
  const all = await lines(`reveals.ndjson?block=${head - 20}`);
  const sink = String(all[0]?.sink);
  const where = encodeURIComponent(JSON.stringify({ or: [{ sink_: { id: sink } }, { isOverclaim: true }] }));
  const own = all.filter((row) => row.sink === sink || row.isOverclaim === true);
  expect(own.length).toBeGreaterThan(10);
  expect(own.length).toBeLessThan(all.length);
  expect(await lines(`reveals.ndjson?block=${head - 20}&where=${where}`)).toEqual(own);
  const rest = await lines(`reveals.ndjson?block=${head - 20}&where=${where}&after=${own[7]?.id}`);
  expect(rest).toEqual(own.slice(8));
});

test("the command writes the same rows as CSV into a file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "manometer-export-"));
  const file = join(folder, "slashes.csv");
  const args = ["export", "slashes", "--api", new URL(stack.url).origin, "--output", file];
  const { stdout } = await promisify(execFile)(process.execPath, [main, ...args]);
  const [names, ...records] = (await readFile(file, "utf8")).trimEnd().split("\r\n");
  const rows = await lines("slashes.ndjson");
  expect(stdout).toBe(`${rows.length} rows of slashes at block ${head} are in ${file}\n`);
  expect(names).toBe(Object.keys(rows[0] ?? {}).join(","));
  expect(records).toEqual(
    rows.map((row) =>
      Object.values(row)
        .map((value) => value ?? "")
        .join(","),
    ),
  );
  await rm(folder, { recursive: true });
});

async function lines(path: string): Promise<Row[]> {
  const response = await fetch(`${url}/${path}`);
  const text = await response.text();
  expect([response.status, response.status === 200 ? "" : text]).toEqual([200, ""]);
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Row);
}

function flat(row: Row, columns: readonly Column[]): Row {
  const id = (value: unknown): unknown => (value === null ? null : (value as { id: string }).id);
  return Object.fromEntries(
    columns.map(({ name, references }) => [name, references === null ? row[name] : id(row[name])]),
  );
}
