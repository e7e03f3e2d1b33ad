import { longFloor } from "./cases.ts";
import type { Size } from "./growth.ts";
import type { Machine } from "./Machine.ts";
import { CPU, GROWTH, INTRODUCTION, REQUESTS } from "./pageText.ts";
import { markdown, type Row, rate, table, time } from "./table.ts";
import type { Upstream } from "./upstream.ts";

/** All that one command has measured. */
export type Measured = {
  readonly command: string;
  readonly date: string;
  readonly machine: Machine;
  readonly seconds: number;
  readonly rows: readonly Row[];
  readonly upstream: readonly Upstream[];
  readonly sizes: readonly Size[];
};

/** The page `docs/benchmarks.md`. */
export function page(measured: Measured): string {
  const parts = [INTRODUCTION, told(measured)];
  if (measured.rows.length > 0) parts.push("## Side by side", table(measured.rows), reading(measured.rows));
  if (measured.rows.some(({ cpu }) => cpu !== null))
    parts.push("## Where the time goes", CPU, cpuTable(measured));
  if (measured.upstream.length > 0)
    parts.push("## Requests to graph-node", REQUESTS, upstreamTable(measured.upstream));
  if (measured.sizes.length > 0)
    parts.push("## Growth", GROWTH, growthTable(measured.sizes), onDisk(measured.sizes));
  return `${parts.join("\n\n")}\n`;
}

function told({ command, date, machine, seconds }: Measured): string {
  const { cores, model, memoryGiB, node, graphNode, postgres, load } = machine;
  const [one, five] = load.map((wanting) => wanting.toFixed(2));
  return [
    `- Command: \`${command}\`, ${date}`,
    `- Machine: ${cores} cores (${model}), ${memoryGiB} GiB; load before: ${one} over 1 min, ${five} over 5 min`,
    `- Versions: Node.js ${node}, graph-node ${graphNode}, PostgreSQL ${postgres}`,
    `- Trials: ${seconds} s each, after ${Math.max(1, seconds / 3).toFixed(0)} s of warming up`,
  ].join("\n");
}

function cpuTable({ rows, machine }: Measured): string {
  const parts = ["client", "API", "graph-node", "PostgreSQL"];
  const cells = rows.flatMap(({ name, connections, cpu, requestsPerSecond }) => {
    if (cpu === null || name.startsWith("floor")) return [];
    const all = parts.reduce((sum, part) => sum + (cpu[part] ?? 0), 0);
    const times = parts.map((part) => (cpu[part] ?? 0).toFixed(2));
    return [
      [name, String(connections), ...times, rate((machine.cores * 1000) / all), rate(requestsPerSecond)],
    ];
  });
  return markdown(["case", "clients", ...parts, "possible/s", "measured/s"], cells);
}

function upstreamTable(upstream: readonly Upstream[]): string {
  const rows = upstream.map(({ name, least, most }) => [name, String(least), String(most)]);
  return markdown(["query", "fewest", "most"], rows);
}

function growthTable(sizes: readonly Size[]): string {
  const names = Object.keys(sizes[0]?.figures ?? {});
  const columns = sizes.map(
    ({ times, facts }) => `p95 ms at ${times}× (${facts.toLocaleString("en-US")} facts)`,
  );
  const rows = names.map((name) => {
    const times = sizes.map(({ figures }) => figures[name]?.p95 ?? null);
    const [first, last] = [times[0] ?? null, times.at(-1) ?? null];
    return [
      name,
      ...times.map(time),
      first === null || last === null ? "–" : `${(last / first).toFixed(1)}×`,
    ];
  });
  return markdown(["query", ...columns, "growth"], rows);
}

function onDisk(sizes: readonly Size[]): string {
  const lines = sizes.map(({ facts, bytes }) => {
    const megabytes = Math.round(bytes / 1e6).toLocaleString("en-US");
    const each = (bytes / 1000 / facts).toFixed(1);
    return `- ${facts.toLocaleString("en-US")} facts take ${megabytes} MB of tables and indexes: ${each} kB each.`;
  });
  return lines.join("\n");
}

/** The comparisons that the tables are for, each with its figures. */
function reading(rows: readonly Row[]): string {
  const of = (name: string) => rows.find((row) => row.name === name)?.requestsPerSecond;
  const lines = [
    compared(
      "Uncached, the API passes on",
      of("API: list of 20, different"),
      of("graph-node directly: list of 20, different"),
      "graph-node's own rate",
    ),
    compared(
      "The same question is answered at",
      of("API: list of 20, the same"),
      of("graph-node directly: list of 20, the same"),
      "graph-node's own rate",
    ),
    ...rows
      .filter(({ name }) => name.endsWith(", the same") && !name.includes("list of 20"))
      .flatMap(({ name, requestsPerSecond }) => {
        const query = name.replace(", the same", "");
        const [short, long] = [of("floor: Apollo, constant resolver"), of(longFloor(query))];
        return [
          compared(`Cached, ${query}:`, requestsPerSecond, short, "Apollo's constant resolver"),
          compared(`Cached, ${query}:`, requestsPerSecond, long, "Apollo's, with an answer as long"),
        ];
      }),
  ];
  return lines.filter((line) => line !== null).join("\n");
}

function compared(
  what: string,
  ours: number | undefined,
  theirs: number | undefined,
  whose: string,
): string | null {
  if (ours === undefined || theirs === undefined) return null;
  return `- ${what} ${(ours / theirs).toFixed(2)} times ${whose} (${rate(ours)} to ${rate(theirs)} requests/s).`;
}
