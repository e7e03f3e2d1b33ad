import { appendFile, readFile } from "node:fs/promises";
import { quantile } from "./Load.ts";

/** What one kind of fault came to. `downtimes`: what a client saw of each (ms). */
export type FaultRow = {
  readonly fault: string;
  readonly times: number;
  readonly downtimes: readonly number[];
  /** Rows and events that a run without faults has and this one has not, and questions that were never answered. */
  readonly lost: number;
  /** Answers that were not those of a run without faults. */
  readonly wrong: number;
  /** Whether the whole index ended as it does without faults; null where nothing of it was touched. */
  readonly isDigestEqual: boolean | null;
};

const HEAD = ["fault", "times", "downtime, median", "downtime, worst", "lost", "wrong", "digest equal"];

/** The rows of one run over all its stories, in a file, because each story has a process of its own. */
export class FaultTable {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  async add(row: FaultRow): Promise<void> {
    await appendFile(this.#file, `${JSON.stringify(row)}\n`);
    console.log(`${row.fault}: ${cellsOf(row).slice(1).join(" | ")}`);
  }

  async rows(): Promise<FaultRow[]> {
    const lines = (await readFile(this.#file, "utf8")).split("\n").filter((line) => line !== "");
    return lines.map((line) => JSON.parse(line) as FaultRow);
  }

  /** The table in Markdown, its columns aligned. */
  async markdown(): Promise<string> {
    const cells = [HEAD, ...(await this.rows()).map(cellsOf)];
    const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
    const lines = cells.map(
      (row) => `| ${row.map((cell, column) => pad(cell, column, widths)).join(" | ")} |`,
    );
    const dashes = widths.map((width, column) =>
      column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
    );
    const rule = `| ${dashes.join(" | ")} |`;
    return [lines[0], rule, ...lines.slice(1)].join("\n");
  }
}

function cellsOf({ fault, times, downtimes, lost, wrong, isDigestEqual }: FaultRow): string[] {
  const worst = downtimes.length === 0 ? 0 : Math.max(...downtimes);
  const median = downtimes.length === 0 ? 0 : quantile(downtimes, 0.5);
  return [
    fault,
    String(times),
    milliseconds(median),
    milliseconds(worst),
    String(lost),
    String(wrong),
    isDigestEqual === null ? "untouched" : isDigestEqual ? "yes" : "NO",
  ];
}

function milliseconds(ms: number): string {
  return `${Math.round(ms).toLocaleString("en-US")} ms`;
}

function pad(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column] ?? 0;
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
