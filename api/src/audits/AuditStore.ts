import type { Policy } from "@manometer/analytics/audit/Policy";
import { LRUCache } from "lru-cache";
import type { Audited } from "./Audited.ts";

const MOST_AUDITS = 5000;
const MOST_LOGS = 200_000;

/** What audits of one process share: the policy, and the audits of slashes that no reorganisation can touch. */
export class AuditStore {
  readonly policy: Policy;
  readonly #kept = new LRUCache<string, Audited>({
    max: MOST_AUDITS,
    maxSize: MOST_LOGS,
    sizeCalculation: ({ input }) => input.record.logs.length + 1,
  });

  constructor(policy: Policy) {
    this.policy = policy;
  }

  /** A kept audit; null where there is none. */
  get(key: string): Audited | null {
    return this.#kept.get(key) ?? null;
  }

  /** Keeps an audit, in the place of those that were not asked for the longest. */
  keep(key: string, audited: Audited): void {
    this.#kept.set(key, audited);
  }
}
