import { type Address, type Hex, keccak256, stringToHex, toHex } from "viem";
import type { SlasherName } from "../cast.ts";
import { taskOf } from "../cast.ts";
import type { Pair } from "../model/Pair.ts";
import type { Stage } from "../stage.ts";
import type { Beat } from "./Story.ts";

/** How far back evidence may lie, and how much of it a deserved slash has. */
const EVIDENCE_BLOCKS = 1_000;
const EVIDENCE_COUNT = 3;

const reason = (word: string): Hex => stringToHex(word, { size: 32 });
const WITHHOLDING = reason("COMMIT_WITHHOLDING");
const OVER_CLAIM = reason("OVER_CLAIM");
const UNDERPERFORMANCE = reason("COMPLETION_UNDERPERFORMANCE");
/** A reason that nobody can read: the hash of a note that only the slasher has. */
const UNREADABLE = keccak256(toHex("the zealot's private note"));

type Order = { by: SlasherName; sink: string; permille: bigint; reason: Hex; evidence?: Hex | null };

/** Slashes a share of the sink's stake, in thousandths. */
function slash({ cast, world, act }: Stage, order: Order): void {
  const sink = cast.addressOf(order.sink);
  const amount = (world.stakes.of(sink) * order.permille) / 1000n;
  const by = cast.addressOf(order.by);
  act({ by, kind: "slash", sink, amount, reason: order.reason, evidence: order.evidence ?? null });
}

function pairOf({ world, cast }: Stage, name: string): Pair {
  return world.registry.pair(taskOf("translate").id, cast.addressOf(name));
}

/** The newest expired commitments of the withholder that are still evidence. */
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

const isWithheld = (stage: Stage) => withheld(stage).length >= EVIDENCE_COUNT;
const isOverclaimed = (stage: Stage) => overclaims(stage) >= EVIDENCE_COUNT;
const evidenceOf = (hashes: readonly Hex[]): Hex =>
  keccak256(`0x${hashes.map((hash) => hash.slice(2)).join("")}`);

/** Whether the sink's stored capacity stands above its cap in "translate". */
function isAboveCap(stage: Stage, sink: Address): boolean {
  const pair = stage.world.registry.pair(taskOf("translate").id, sink);
  return stage.world.registry.effectiveOf(pair) < pair.stored;
}

/** Slashes with cause, without, for reasons that nobody can check, too much, and more than there is. */
export const slashes: readonly Beat[] = [
  {
    name: "a deserved slash for withholding",
    at: 550,
    when: isWithheld,
    play: (stage) => {
      const evidence = evidenceOf(withheld(stage));
      slash(stage, { by: "warden", sink: "withholder", permille: 50n, reason: WITHHOLDING, evidence });
    },
  },
  {
    name: "the same evidence used a second time",
    at: 560,
    when: isWithheld,
    play: (stage) => {
      const evidence = evidenceOf(withheld(stage));
      slash(stage, { by: "warden", sink: "withholder", permille: 50n, reason: WITHHOLDING, evidence });
    },
  },
  {
    name: "a deserved slash for over-claiming",
    at: 600,
    when: isOverclaimed,
    play: (stage) => slash(stage, { by: "warden", sink: "overclaimer", permille: 80n, reason: OVER_CLAIM }),
  },
  {
    name: "a clamp after the slash",
    at: 600,
    when: (stage) => {
      const sink = stage.cast.addressOf("overclaimer");
      return stage.world.stakes.slashes.some((past) => past.sink === sink) && isAboveCap(stage, sink);
    },
    play: ({ cast, act }) => {
      const sink = cast.addressOf("overclaimer");
      act({ by: cast.addressOf("keeper"), kind: "sync", taskType: taskOf("translate").id, sink });
    },
  },
  {
    name: "an undeserved slash of an honest sink",
    at: 650,
    play: (stage) => slash(stage, { by: "zealot", sink: "honest", permille: 90n, reason: WITHHOLDING }),
  },
  {
    name: "a slash for a reason that nobody can read",
    at: 700,
    play: (stage) => slash(stage, { by: "zealot", sink: "noisy", permille: 30n, reason: UNREADABLE }),
  },
  {
    name: "a slash for underperformance",
    at: 720,
    play: (stage) =>
      slash(stage, { by: "warden", sink: "shocked", permille: 100n, reason: UNDERPERFORMANCE }),
  },
  {
    name: "a deserved slash of too much",
    at: 750,
    when: isOverclaimed,
    play: (stage) => slash(stage, { by: "novice", sink: "overclaimer", permille: 300n, reason: OVER_CLAIM }),
  },
  {
    name: "stake and slash in one block",
    at: 800,
    play: (stage) => {
      const by = stage.cast.addressOf("dual");
      stage.act({ by, kind: "stake", amount: 500n * 10n ** 18n });
      slash(stage, { by: "zealot", sink: "dual", permille: 20n, reason: OVER_CLAIM });
    },
  },
  {
    name: "a slash of more than there is",
    at: 850,
    play: (stage) => slash(stage, { by: "novice", sink: "doomed", permille: 2000n, reason: WITHHOLDING }),
  },
];
