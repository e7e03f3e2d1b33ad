import type { SlashQuery } from "../../../generated/Slash/graphql.ts";
import type { Occurrence } from "../../charts/evidence.ts";
import { capacity, tokens } from "../../values/amount.ts";
import { momentOf } from "../../values/moment.ts";
import { sentenceCase, taskName } from "../../values/names.ts";

type State = NonNullable<SlashQuery["timeline"]>;
type Audit = NonNullable<SlashQuery["audit"]>["audit"];
type Commitment = State["sink"]["commitments"][number];
type Placed = Occurrence & { readonly block: number };

/** How many blocks before the slash are shown at least: as many as the policy looks back for evidence. */
const LOOKBACK = 1000;

/** What the sink did from the policy's window before the slash, or the oldest evidence, to the end of its consequences. */
export function aroundSlash(slash: State, audit: Audit): Placed[] {
  const cited = new Map(
    audit.checks.flatMap(({ evidence }) => evidence.map((log) => [log.id, log.blockNumber])),
  );
  const rules = audit.checks.filter(({ id }) => id === "R2").flatMap(({ evidence }) => evidence);
  const from = Math.min(Number(slash.blockNumber) - LOOKBACK, ...rules.map(({ blockNumber }) => blockNumber));
  const { sink } = slash;
  const all = [
    ...sink.commitments.flatMap((commitment) => ofCommitment(commitment, cited)),
    ...sink.stakes.map((act) => moved(act, "Stake", "staked", cited)),
    ...sink.unstakes.map((act) => moved(act, "Unstake", "took back", cited)),
    ...sink.slashes.map((act) => ({
      ...moved(act, "Slash", act.id === slash.id ? "this slash:" : "slashed", cited),
      colour: "var(--bad)",
    })),
  ];
  return all
    .filter(({ block }) => block >= from && block <= audit.observedToBlock)
    .sort((a, b) => a.block - b.block);
}

function ofCommitment(commitment: Commitment, cited: ReadonlyMap<string, number>): Placed[] {
  const { id, taskType, reveal, revealedAt, revealedAtBlock } = commitment;
  const name = taskName(taskType.id);
  const kind = reveal === null ? "Not revealed" : "Commit";
  const words = reveal === null ? `committed for ${name}, never revealed` : `committed for ${name}`;
  const commit = {
    at: momentOf(commitment.committedAt),
    block: Number(commitment.committedAtBlock),
    kind,
    words,
    isEvidence: cited.has(id),
    colour: reveal === null ? "var(--c2)" : "var(--c1)",
  };
  if (reveal === null || revealedAt === null || revealedAtBlock === null) return [commit];
  return [
    commit,
    {
      at: momentOf(revealedAt),
      block: Number(revealedAtBlock),
      kind: reveal.isOverclaim ? "Over-claim" : "Reveal",
      words: `revealed ${capacity(reveal.raw)} for ${name}, cap ${capacity(reveal.cap)}`,
      isEvidence: cited.has(reveal.id),
      colour: reveal.isOverclaim ? "var(--c2)" : "var(--c1)",
    },
  ];
}

type Act = { id: string; timestamp: string; blockNumber: string; amount: string; reasonText?: string | null };

function moved(act: Act, kind: string, verb: string, cited: ReadonlyMap<string, number>): Placed {
  const why = act.reasonText ? ` for ${sentenceCase(act.reasonText).toLowerCase()}` : "";
  return {
    at: momentOf(act.timestamp),
    block: Number(act.blockNumber),
    kind,
    words: `${verb} ${tokens(act.amount)}${why}`,
    isEvidence: cited.has(act.id),
    colour: "var(--c3)",
  };
}
