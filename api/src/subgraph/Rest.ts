import { setTimeout as sleep } from "node:timers/promises";
import { type HttpAnswer, retryAfter } from "./retry.ts";
import { unavailable } from "./upstreamAnswer.ts";

const LONGEST_MS = 300_000;

/** How long an upstream wants to be left alone: what it has told one question by Retry-After holds for all of them. */
export class Rest {
  #until = 0;

  /** Learns from an answer that sends a question away; no rest is longer than five minutes. */
  hear(answer: HttpAnswer): void {
    if (answer.status !== 429 && answer.status !== 503) return;
    const wait = Math.min(retryAfter(answer) ?? 0, LONGEST_MS);
    this.#until = Math.max(this.#until, performance.now() + wait);
  }

  /**
   * Waits until the upstream may be asked again.
   * @param mostMs how long the question may take in all
   * @throws UPSTREAM_UNAVAILABLE, at once, where the rest takes longer
   */
  async over(mostMs: number, signal: AbortSignal): Promise<void> {
    const left = this.#until - performance.now();
    if (left > mostMs) throw unavailable("is asked too often");
    if (left > 0) await sleep(left, undefined, { signal });
  }
}
