import type { ChainLog } from "@manometer/analytics/audit/ChainLog";
import type { Scope } from "@manometer/analytics/audit/Scope";

/** Logs that were read for several slashes, so that each takes those that may be its own. */
export class Candidates {
  readonly #bySink = new Map<string, ChainLog[]>();
  readonly #bySlasher = new Map<string, ChainLog[]>();
  readonly #others: ChainLog[] = [];

  /** Adds logs, in any order. */
  add(logs: readonly ChainLog[]): void {
    for (const log of logs) {
      const isOfSink = "sink" in log;
      const isOfSlasher = "slasher" in log;
      if (isOfSink) push(this.#bySink, log.sink, log);
      if (isOfSlasher) push(this.#bySlasher, log.slasher, log);
      if (!isOfSink && !isOfSlasher) this.#others.push(log);
    }
  }

  /** The logs of a slash's sink and slasher, and those that are nobody's. */
  of({ sink, slasher }: Scope): ChainLog[] {
    const ofSlasher = slasher === null ? [] : (this.#bySlasher.get(slasher) ?? []);
    return [...this.#others, ...(this.#bySink.get(sink) ?? []), ...ofSlasher];
  }
}

function push(groups: Map<string, ChainLog[]>, key: string, log: ChainLog): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [log]);
  else group.push(log);
}
