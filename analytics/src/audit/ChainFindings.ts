import type { Amount, Hex } from "./ChainLog.ts";

/** How far an answer can be trusted: 0 the index, 1 logs from a node, 2 logs proven, 3 state proven too. */
export type Level = 0 | 1 | 2 | 3;

/** A token's Transfer in the slash's transaction, decoded; addresses in lower case. */
export type Transfer = {
  /** The token that emitted it. */
  readonly token: Hex;
  readonly from: Hex;
  readonly to: Hex;
  readonly amount: Amount;
  readonly logIndex: number;
};

/**
 * What a node says beyond the logs of our contracts. null: not asked at this level, or the node could not say; the
 * check that needs it is then UNKNOWN.
 */
export type ChainFindings = {
  /** I1: whether the transaction's receipt has status 1. */
  readonly succeeded: boolean | null;
  /** I5: the stake token (`token()` of the StakeManager), and all Transfers from the StakeManager in the transaction. */
  readonly transfers: { readonly token: Hex; readonly sent: readonly Transfer[] } | null;
  /** I6: `getStake(sink)` at the end of the block before the slash and at the end of its block (token wei). */
  readonly stakeAt: { readonly before: Amount; readonly after: Amount } | null;
  /** I6 and U1 at level 3: `isSlasher(slasher)` at the same two moments, by storage proof. */
  readonly slasherAt: { readonly before: boolean; readonly after: boolean } | null;
  /** I8: whether the log is in a receipt whose trie root is in the header, and the header hashes to the block hash. */
  readonly inclusion: Proven | null;
  /** I9: whether the block's hash is the one that the node, or the trusted hash, has at its height. */
  readonly canonical: Proven | null;
};

/** What a proof or a comparison came to; `detail` names what was compared, for people. */
export type Proven = { readonly holds: boolean; readonly blockHash: Hex; readonly detail: string };

/** Nothing but logs: level 0. */
export const NO_FINDINGS: ChainFindings = {
  succeeded: null,
  transfers: null,
  stakeAt: null,
  slasherAt: null,
  inclusion: null,
  canonical: null,
};
