import type { Figures } from "./load.ts";

/** A measured case. */
export type Row = Figures & { readonly name: string; readonly connections: number };

const HEAD = ["case", "clients", "requests/s", "p50 ms", "p95 ms", "p99 ms", "errors"];

/** The rows as a table of Markdown, which a terminal shows well too. */
export function table(rows: readonly Row[]): string {
  return markdown(HEAD, rows.map(cells));
}

function cells({ name, connections, requestsPerSecond, p50, p95, p99, errors }: Row): string[] {
  return [name, String(connections), rate(requestsPerSecond), ...[p50, p95, p99].map(time), String(errors)];
}

/** A rate with as many digits as it is worth. */
export function rate(perSecond: number): string {
  return perSecond >= 100 ? Math.round(perSecond).toLocaleString("en-US") : perSecond.toFixed(1);
}

/** A time with as many digits as it is worth; – where nothing was answered. */
export function time(ms: number | null): string {
  return ms === null ? "–" : ms >= 10 ? ms.toFixed(0) : ms.toFixed(1);
}

/** A table of Markdown with columns of even width; the first is aligned left, the others right. */
export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const width = (column: number) => Math.max(3, ...[head, ...rows].map((row) => row[column]?.length ?? 0));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(width(i)) : cell.padStart(width(i)))).join(" | ")} |`;
  const rule = head.map((_, i) => (i === 0 ? "-".repeat(width(i)) : `${"-".repeat(width(i) - 1)}:`));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}
