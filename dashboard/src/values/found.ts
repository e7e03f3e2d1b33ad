import { tokens } from "./amount.ts";
import { short, taskName } from "./names.ts";

/** What a check found, for reading: wei as tokens, basis points as percent, ids by name or shortened. */
export function readable(found: string): string {
  return found
    .replace(/\b(\d+) wei\b/g, (_match, wei: string) => tokens(wei))
    .replace(/\b(\d+) basis points\b/g, (_match, points: string) => `${Number(points) / 100}%`)
    .replace(/\b0x[0-9a-f]{64}\b/g, (id) => taskName(id))
    .replace(/\b0x[0-9a-f]{40}\b/g, (address) => short(address));
}
