import { type Address, type Hex, keccak256, stringToHex, toHex, zeroHash } from "viem";
import { taskOf } from "../cast.ts";
import type { Pair } from "../model/Pair.ts";
import type { Stage } from "../stage.ts";

/** How far back evidence may lie, and how much of it a deserved slash has. */
const EVIDENCE_BLOCKS = 1_000;
const EVIDENCE_COUNT = 3;

const word = (text: string): Hex => stringToHex(text, { size: 32 });

/** The reasons of the history: three that have a rule, one of them also as its hash, two that have none, and no reason at all. */
export const REASONS = {
  withholding: word("COMMIT_WITHHOLDING"),
  withholdingHash: keccak256(toHex("COMMIT_WITHHOLDING")),
  overClaim: word("OVER_CLAIM"),
  underperformance: word("COMPLETION_UNDERPERFORMANCE"),
  unruled: word("BAD_MANNERS"),
  none: zeroHash,
  /** The hash of a note that only the slasher has. */
  unreadable: keccak256(toHex("the zealot's private note")),
} as const;

function pairOf({ world, cast }: Stage, name: string): Pair {
  return world.registry.pair(taskOf("translate").id, cast.addressOf(name));
}

/** The withholder's expired commitments that are still evidence. */
function withheld(stage: Stage): readonly Hex[] {
  const { block } = stage.world.history.now;
  const expired = pairOf(stage, "withholder").expired(block, stage.world.registry.timeout);
  return expired.filter((commit) => commit.block > block - EVIDENCE_BLOCKS).map((commit) => commit.hash);
}

/** The over-claimer's reveals above its cap that are still evidence. */
function overclaims(stage: Stage): number {
  const { block } = stage.world.history.now;
  const reveals = pairOf(stage, "overclaimer").reveals;
  return reveals.filter((reveal) => reveal.raw > reveal.cap && reveal.block > block - EVIDENCE_BLOCKS).length;
}

/** Whether the withholder has left enough commitments unrevealed. */
export function isWithheld(stage: Stage): boolean {
  return withheld(stage).length >= EVIDENCE_COUNT;
}

/** Whether the over-claimer has promised too much often enough. */
export function isOverclaimed(stage: Stage): boolean {
  return overclaims(stage) >= EVIDENCE_COUNT;
}

/** What a slash for withholding refers to: the hash of the commitments' hashes. */
export function evidenceOfWithholding(stage: Stage): Hex {
  const hashes = withheld(stage).map((hash) => hash.slice(2));
  return keccak256(`0x${hashes.join("")}`);
}

/** Whether the sink's stored capacity stands above its cap in "translate". */
export function isAboveCap(stage: Stage, sink: Address): boolean {
  const pair = stage.world.registry.pair(taskOf("translate").id, sink);
  return stage.world.registry.effectiveOf(pair) < pair.stored;
}
