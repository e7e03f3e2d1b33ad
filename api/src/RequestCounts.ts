import type { FastifyRateLimitStore } from "@fastify/rate-limit";
import { LRUCache } from "lru-cache";

type Count = { current: number; readonly since: number };

/** Addresses that are remembered at once; the one that was silent for longest is forgotten first. */
const MOST_ADDRESSES = 5000;

/** How many requests each address has sent in its minute, by a clock that never jumps: the machine's may be set back by a day. */
export class RequestCounts implements FastifyRateLimitStore {
  readonly #counts = new LRUCache<string, Count>({ max: MOST_ADDRESSES });

  /** Counts one more, and tells how many there are and how long they still count (ms). */
  incr(
    address: string,
    tell: (error: Error | null, result?: { current: number; ttl: number }) => void,
    windowMs: number,
  ): void {
    const now = performance.now();
    const known = this.#counts.get(address);
    const count = known !== undefined && now - known.since < windowMs ? known : { current: 0, since: now };
    count.current++;
    this.#counts.set(address, count);
    tell(null, { current: count.current, ttl: windowMs - (now - count.since) });
  }

  /** The counts of a route that has a limit of its own. */
  child(): RequestCounts {
    return new RequestCounts();
  }
}
