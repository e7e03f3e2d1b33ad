import { grouped } from "../stack/Progress.ts";
import { buildOf } from "../stack/SubgraphBuild.ts";
import { problemsOf, verdictOf } from "./problems.ts";
import type { ApiState, BlockAt, DatabaseState, DiskState, IndexState, Part, Status } from "./Status.ts";

const RED = "\x1b[31m";
const GREEN = "\x1b[32m";
const PLAIN = "\x1b[0m";
const UNKNOWN = "–";
const NAME_WIDTH = 10;

/** The screen: what runs, how far each part is behind, sizes, and what is wrong. */
export function render(status: Status, hasColours: boolean): string {
  const { chain, indexes, apis, database, disk } = status;
  const paint = (colour: string, text: string) => (hasColours ? `${colour}${text}${PLAIN}` : text);
  const facts = [
    ...(chain === null
      ? []
      : [["Chain", chain.head === null ? chain.url : `${blockText(chain.head)}, ${chain.url}`]]),
    ...named("Index", indexes.map(indexText)),
    ...named(
      "API",
      apis.map((api) => apiText(api, chain?.head ?? null)),
    ),
    ...named("Replica", database?.replicas.map(replicaText) ?? []),
    ...named("Sizes", sizes(database, disk)),
    ...named("Rows", rowsText(database)),
  ].map(([name = "", text]) => `${name.padEnd(NAME_WIDTH)}${text}`);
  const problems = problemsOf(status).map(({ what, advice }) =>
    paint(RED, `✗ ${what}. What to do: ${advice}.`),
  );
  const end = verdictOf(status) === 0 ? [paint(GREEN, "All is well.")] : problems;
  const blocks = [[`Manometer, ${status.source}, ${status.at}`], table(status.parts), facts, end];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** A duration as people say it: "45 s", "12 min", "3.5 h", "2.0 d". */
export function durationText(seconds: number): string {
  if (seconds < 100) return `${Math.round(seconds)} s`;
  if (seconds < 6000) return `${Math.round(seconds / 60)} min`;
  return seconds < 48 * 3600 ? `${(seconds / 3600).toFixed(1)} h` : `${(seconds / 86_400).toFixed(1)} d`;
}

/** A size as people say it: "512 B", "12.3 MB". */
export function sizeText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${power === 0 ? bytes : (bytes / 1024 ** power).toFixed(1)} ${units[power]}`;
}

function table(parts: readonly Part[]): string[] {
  if (parts.length === 0) return [];
  const rows = parts.map(({ name, pid, isAlive, uptimeSeconds, memoryBytes, ports }) => [
    name,
    isAlive ? String(pid) : "dead",
    uptimeSeconds === null ? UNKNOWN : durationText(uptimeSeconds),
    memoryBytes === null ? UNKNOWN : sizeText(memoryBytes),
    ports.join(" "),
  ]);
  return [["Part", "Process", "Uptime", "Memory", "Ports"], ...rows].map(
    ([name = "", pid = "", up = "", memory = "", ports = ""]) =>
      `${name.padEnd(20)}${pid.padStart(8)}${up.padStart(10)}${memory.padStart(11)}  ${ports}`.trimEnd(),
  );
}

function named(name: string, texts: readonly string[]): string[][] {
  return texts.map((text, at) => [at === 0 ? name : "", text]);
}

function blockText({ number, time }: BlockAt): string {
  const at = time === null ? "" : ` of ${new Date(time * 1000).toISOString().replace(".000Z", "Z")}`;
  return `block ${grouped(number)}${at}`;
}

function indexText({ role, id, latest, chainHead, error }: IndexState): string {
  const behind = Math.max(0, chainHead - latest);
  const health = error === null ? "" : error.isForGood ? ", failed" : ", failing, tries again";
  return `${role.padEnd(8)} ${buildOf(id)}, block ${grouped(latest)}, ${grouped(behind)} blocks behind${health}`;
}

function apiText({ name, url, isReady, block, lagBlocks }: ApiState, head: BlockAt | null): string {
  const state = isReady ? "ready" : "not ready";
  const seconds =
    head?.time != null && block?.time != null
      ? ` (${durationText(Math.max(0, head.time - block.time))})`
      : "";
  const lag = lagBlocks === null ? "" : `, ${grouped(lagBlocks)} blocks${seconds} behind`;
  return `${name}: ${state}${block === null ? "" : `, answers for ${blockText(block)}`}${lag}, ${url}`;
}

function replicaText({ name, lagBytes, lagSeconds }: DatabaseState["replicas"][number]): string {
  return `${name}: ${sizeText(lagBytes)} (${lagSeconds.toFixed(1)} s) behind`;
}

function sizes(database: DatabaseState | null, disk: DiskState | null): string[] {
  const parts = [
    ...(database?.bytes == null ? [] : [`database ${sizeText(database.bytes)}`]),
    ...(disk === null
      ? []
      : [
          `data directory ${sizeText(disk.usedBytes)}`,
          `disk ${sizeText(disk.freeBytes)} free of ${sizeText(disk.totalBytes)}`,
        ]),
  ];
  return parts.length === 0 ? [] : [parts.join(", ")];
}

function rowsText(database: DatabaseState | null): string[] {
  if (database === null || database.entities.length === 0) return [];
  return [`about ${database.entities.map(({ name, rows }) => `${name} ${grouped(rows)}`).join(", ")}`];
}
