import { readFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { playBusyDays } from "./busyDays.ts";
import { digestOf } from "./Digest.ts";
import { History } from "./History.ts";
import { subgraphUrl } from "./places.ts";
import { processesBelow } from "./processes.ts";
import { remove } from "./remove.ts";
import type { Stack } from "./Stack.ts";

/** What one backfill took: seconds from the deployment of the subgraph to the head, and where they went. */
type Run = {
  events: number;
  rows: number;
  seconds: number;
  cpu: Record<string, number>;
  sections: [name: string, seconds: number][];
};

const RUNS = 3;
/** With the history before them they make some twenty thousand events. */
const ROUNDS = 345;
const SECTIONS = 12;
/** The collections of facts, one row for each event. */
const FACTS = [
  ...[
    "commits",
    "reveals",
    "rebalances",
    "stakes",
    "unstakes",
    "unstakeRequests",
    "slashes",
    "deposits",
    "drains",
  ],
  ...["overflows", "taskTypeRegistrations", "sinkRegistrations", "sinkDeregistrations", "capacityClamps"],
  ...["poolCreations", "unitsChanges", "slasherChanges", "slashExecutions", "bufferMaxChanges"],
  ...[
    "pipelineCreations",
    "pipelineRebalances",
    "parameterChanges",
    "flowDistributions",
    "instantDistributions",
  ],
];
/** Linux counts a process's time in hundredths of a second. */
const TICKS = 100;

const history = await History.play();
try {
  await playBusyDays(history, ROUNDS);
  await measure();
} finally {
  await history.close();
}

/** Indexes the history from nothing, again and again, and prints how fast that was. */
async function measure(): Promise<void> {
  const { block } = await history.chain.head();
  console.log(`load of the machine before: ${loadavg()[0]?.toFixed(1)}`);
  const runs: Run[] = [];
  for (let i = 1; i <= RUNS; i++) {
    const run = await backfill(block);
    runs.push(run);
    const { events, rows, seconds, cpu } = run;
    console.log(
      `run ${i}: ${events} events and ${rows} rows in ${block} blocks, ${seconds} s, ${perSecond(run)} events/s; ` +
        `CPU: ${inSeconds(cpu)}`,
    );
  }
  const [, median] = runs.toSorted((a, b) => a.seconds - b.seconds) as [Run, Run, Run];
  console.log(`median: ${perSecond(median)} events/s; where graph-node says that its time went:`);
  for (const [name, seconds] of median.sections)
    console.log(`  ${seconds.toFixed(2).padStart(7)} s  ${name}`);
}

function perSecond({ events, seconds }: Run): number {
  return Math.round(events / seconds);
}

async function backfill(head: number): Promise<Run> {
  const stack = await history.index();
  try {
    const seconds = stack.indexSeconds;
    const [cpu, sections] = [await cpuOf(stack), await sectionsOf(stack)];
    const { rows, collections } = await digestOf(subgraphUrl(stack), head);
    const events = FACTS.reduce((sum, name) => sum + Number.parseInt(collections[name] ?? "0", 10), 0);
    return { events, rows, seconds, cpu, sections };
  } finally {
    await stack.stop();
    await remove(stack.dataDir);
  }
}

/** Seconds of CPU that graph-node and PostgreSQL have used since their start, children included. */
async function cpuOf(stack: Stack): Promise<Record<string, number>> {
  const used: Record<string, number> = {};
  for (const { pid, command } of await processesBelow(stack.pid)) {
    const part = /\/gnd /.test(command) ? "graph-node" : /postgres/.test(command) ? "PostgreSQL" : "others";
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    // utime and stime, and those of the children that have ended, follow the name at the 12th place
    const times = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .slice(11, 15);
    used[part] = times.reduce((sum, ticks) => sum + Number(ticks) / TICKS, used[part] ?? 0);
  }
  return used;
}

/** What took graph-node longest, by its own metrics. */
async function sectionsOf(stack: Stack): Promise<[string, number][]> {
  const port = stack.output.match(/ports (?:\d+, ){3}(\d+)/)?.[1];
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const found = text.matchAll(
    /^deployment_sync_secs\{[^}]*section="([^"]+)"[^}]*stage="([^"]+)"\} ([\d.]+)$/gm,
  );
  const sections = [...found].map(([, section, stage, seconds]): [string, number] => [
    `${stage}: ${section}`,
    Number(seconds),
  ]);
  return sections.sort(([, a], [, b]) => b - a).slice(0, SECTIONS);
}

function inSeconds(cpu: Record<string, number>): string {
  return Object.entries(cpu)
    .map(([part, seconds]) => `${part} ${seconds.toFixed(1)} s`)
    .join(", ");
}
