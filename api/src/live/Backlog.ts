import type { ExecutionResult } from "graphql";

/** What may wait for one client (bytes), and how many events: who lets more wait is too slow. */
const MOST_BYTES = 1024 * 1024;
const MOST_EVENTS = 1000;

const sizes = new WeakMap<ExecutionResult, number>();

/** What waits for one client, in all its subscriptions together. */
export class Backlog {
  #bytes = 0;
  #events = 0;

  /** How much waits. */
  get waiting(): { readonly events: number; readonly bytes: number } {
    return { events: this.#events, bytes: this.#bytes };
  }

  /** Whether more waits than may. A single event may be of any size. */
  get isTooLong(): boolean {
    return this.#events > 1 && (this.#events > MOST_EVENTS || this.#bytes > MOST_BYTES);
  }

  /** An event begins to wait. */
  add(result: ExecutionResult): void {
    this.#events += 1;
    this.#bytes += sizeOf(result);
  }

  /** An event waits no more. */
  take(result: ExecutionResult): void {
    this.#events -= 1;
    this.#bytes -= sizeOf(result);
  }
}

// The same event waits for many clients: it is measured once.
function sizeOf(result: ExecutionResult): number {
  const size = sizes.get(result) ?? JSON.stringify(result).length;
  sizes.set(result, size);
  return size;
}
