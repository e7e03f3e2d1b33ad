import type { Figures } from "./audit.ts";
import type { ChainFindings, Level } from "./ChainFindings.ts";
import type { ChainLog, Hex } from "./ChainLog.ts";
import type { Check } from "./Check.ts";
import type { Policy } from "./Policy.ts";
import type { Contracts, Scope, Subject } from "./Scope.ts";
import type { Verdict } from "./verdict.ts";

/** Everything that another needs to check an audit on their own, as one JSON file (canonical: RFC 8785). */
export type Bundle = {
  readonly schema: "manometer.bundle/1";
  readonly level: Level;
  /** Where the bundle was made: null at level 0, where nobody asked a node. */
  readonly chainId: number | null;
  readonly contracts: readonly BundleContract[];
  readonly policy: Policy;
  readonly policyHash: Hex;
  readonly formulaVersion: string;
  readonly subject: Subject;
  readonly scope: Scope;
  readonly findings: ChainFindings;
  readonly figures: Figures;
  readonly checks: readonly Check[];
  readonly verdict: Verdict;
  /** SHA-256 of the core's canonical JSON (see AuditCore). */
  readonly coreHash: Hex;
  /** The record's logs in the chain's order. */
  readonly evidence: readonly BundleEvidence[];
  /** The headers of the blocks that proofs lead to, by number. */
  readonly headers: readonly BundleHeader[];
  readonly stateProofs: readonly StateProof[];
  /** SHA-256 of the canonical JSON of all other fields. */
  readonly digest: Hex;
};

/** A contract of the network; `codeHash` is keccak-256 of its code, null where nobody asked a node. */
export type BundleContract = {
  readonly name: keyof Contracts;
  readonly address: Hex;
  readonly codeHash: Hex | null;
};

/** A log, and the proof that it is in its block; null below level 2. */
export type BundleEvidence = {
  readonly id: Hex;
  readonly log: ChainLog;
  readonly proof: ReceiptProof | null;
};

/** A log's receipt and its transaction in the tries of its block: a receipt does not name its transaction. */
export type ReceiptProof = {
  readonly transactionIndex: number;
  /** Which of the receipt's logs it is, from 0. */
  readonly position: number;
  /** RLP of the receipts trie's nodes from the root to the receipt. */
  readonly nodes: readonly Hex[];
  /** RLP of the transactions trie's nodes from the root to the transaction. */
  readonly transactionNodes: readonly Hex[];
};

/** A block's header. */
export type BundleHeader = { readonly blockNumber: number; readonly blockHash: Hex; readonly rlp: Hex };

/** Storage of a contract at the end of a block (`eth_getProof`). */
export type StateProof = {
  readonly blockNumber: number;
  readonly contract: Hex;
  /** RLP of the state trie's nodes from the root to the account. */
  readonly accountNodes: readonly Hex[];
  readonly slots: readonly SlotProof[];
};

/** One storage slot: what it means for people, e.g. "stake of 0x…", its key, its value, and its proof. */
export type SlotProof = {
  readonly meaning: string;
  readonly key: Hex;
  readonly value: Hex;
  readonly nodes: readonly Hex[];
};
