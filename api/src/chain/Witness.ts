import type { AuditRecord } from "@manometer/analytics/audit/AuditRecord";
import type { ChainFindings } from "@manometer/analytics/audit/ChainFindings";
import type { Policy } from "@manometer/analytics/audit/Policy";

/** What a node says of one record: its findings, or why there are none. */
export type Testimony =
  | { readonly findings: ChainFindings }
  | { readonly findings: null; readonly reason: string };

/** Who can be asked whether the chain says what the index says. */
export type Witness = {
  /**
   * What it says of each record, in their order; never rejects, and comes within its time.
   * @param warn is told what went wrong, for the log alone
   */
  testify(
    records: readonly AuditRecord[],
    policy: Policy,
    warn: (why: string) => void,
  ): Promise<readonly Testimony[]>;
};
