import type { Stage } from "../stage.ts";
import { evidenceOfWithholding, REASONS } from "./evidence.ts";
import { amountOf, slash } from "./orders.ts";
import type { Beat } from "./Story.ts";

const TOKEN = 10n ** 18n;

/** The tribunal slashes the withholder twice in one transaction, with the same evidence. */
function slashTwice(stage: Stage): void {
  const { cast, act } = stage;
  const order = {
    sink: cast.addressOf("withholder"),
    amount: amountOf(stage, { sink: "withholder", permille: 30n }),
    reason: REASONS.withholding,
    evidence: evidenceOfWithholding(stage),
  };
  const slasher = cast.addressOf("tribunal");
  act({ by: cast.addressOf("council"), kind: "slashThrough", slasher, orders: [order, order] });
}

/** A sink that sees a slash coming takes back what it may, and asks for more. */
function fleeHalfway({ cast, act }: Stage): void {
  const by = cast.addressOf("twinB");
  act({ by, kind: "unstake", amount: 10n * TOKEN });
  act({ by, kind: "requestUnstake", amount: 40n * TOKEN });
}

const canFlee = ({ world, cast }: Stage) => {
  const sink = cast.addressOf("twinB");
  return world.stakes.canUnstake(sink, 10n * TOKEN, world.registry.obligationsOf(sink));
};

const hasFled = ({ world }: Stage) => world.history.facts.some(({ event }) => event === "UnstakeRequested");

/** Slashes in unusual company: beside a stake, after an unstake, two at once, too late, and of more than there is. */
export const oddSlashes: readonly Beat[] = [
  { name: "an unstake and a request for more", at: 690, when: canFlee, play: fleeHalfway },
  {
    name: "a slash just after an unstake",
    at: 692,
    when: hasFled,
    play: (stage) => slash(stage, { by: "zealot", sink: "twinB", permille: 40n, reason: REASONS.overClaim }),
  },
  {
    name: "a slash for a reason that has no rule",
    at: 710,
    play: (stage) => slash(stage, { by: "novice", sink: "tidal", permille: 10n, reason: REASONS.unruled }),
  },
  {
    name: "a slash for no reason",
    at: 715,
    play: (stage) => slash(stage, { by: "zealot", sink: "steady", permille: 5n, reason: REASONS.none }),
  },
  {
    name: "stake and slash in one block",
    at: 800,
    play: (stage) => {
      stage.act({ by: stage.cast.addressOf("dual"), kind: "stake", amount: 500n * TOKEN });
      slash(stage, { by: "zealot", sink: "dual", permille: 20n, reason: REASONS.overClaim });
    },
  },
  {
    name: "a slash of more than there is",
    at: 850,
    play: (stage) =>
      slash(stage, { by: "novice", sink: "doomed", permille: 2000n, reason: REASONS.withholding }),
  },
  { name: "two slashes in one transaction", at: 860, play: slashTwice },
  {
    name: "a slash for promises long past",
    at: 760,
    play: (stage) => slash(stage, { by: "warden", sink: "modest", permille: 50n, reason: REASONS.overClaim }),
  },
  {
    name: "a slash for a reason given as a hash",
    at: 960,
    play: (stage) =>
      slash(stage, {
        ...{ by: "warden", sink: "withholder", permille: 40n },
        ...{ reason: REASONS.withholdingHash, evidence: evidenceOfWithholding(stage) },
      }),
  },
];
