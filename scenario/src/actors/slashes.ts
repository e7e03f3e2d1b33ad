import { taskOf } from "../cast.ts";
import type { Stage } from "../stage.ts";
import { evidenceOfWithholding, isAboveCap, isOverclaimed, isWithheld, REASONS } from "./evidence.ts";
import { oddSlashes } from "./oddSlashes.ts";
import { slash } from "./orders.ts";
import type { Beat } from "./Story.ts";

function slashForWithholding(stage: Stage): void {
  const evidence = evidenceOfWithholding(stage);
  const order = { by: "warden", sink: "withholder", permille: 50n, reason: REASONS.withholding } as const;
  slash(stage, { ...order, evidence });
}

/** Whether the sink has been slashed before now. */
function isSlashed({ world, cast }: Stage, name: string): boolean {
  return world.stakes.slashes.some((past) => past.sink === cast.addressOf(name));
}

/** Slashes with cause, without, for reasons that nobody can check, and too much. */
export const slashes: readonly Beat[] = [
  {
    name: "a deserved slash for withholding",
    at: 550,
    when: isWithheld,
    play: slashForWithholding,
  },
  {
    name: "the same evidence used a second time",
    at: 552,
    when: (stage) => isSlashed(stage, "withholder"),
    play: slashForWithholding,
  },
  {
    name: "a deserved slash for over-claiming",
    at: 600,
    when: isOverclaimed,
    play: (stage) =>
      slash(stage, { by: "warden", sink: "overclaimer", permille: 80n, reason: REASONS.overClaim }),
  },
  {
    name: "a clamp after the slash",
    at: 600,
    when: (stage) =>
      isSlashed(stage, "overclaimer") && isAboveCap(stage, stage.cast.addressOf("overclaimer")),
    play: ({ cast, act }) => {
      const sink = cast.addressOf("overclaimer");
      act({ by: cast.addressOf("keeper"), kind: "sync", taskType: taskOf("translate").id, sink });
    },
  },
  {
    name: "an undeserved slash of an honest sink",
    at: 650,
    play: (stage) =>
      slash(stage, { by: "zealot", sink: "honest", permille: 90n, reason: REASONS.withholding }),
  },
  {
    name: "a slash for a reason that nobody can read",
    at: 700,
    play: (stage) => slash(stage, { by: "zealot", sink: "noisy", permille: 30n, reason: REASONS.unreadable }),
  },
  {
    name: "a slash for underperformance",
    at: 720,
    play: (stage) =>
      slash(stage, { by: "warden", sink: "shocked", permille: 100n, reason: REASONS.underperformance }),
  },
  {
    name: "a deserved slash of too much",
    at: 750,
    when: isOverclaimed,
    play: (stage) =>
      slash(stage, { by: "novice", sink: "overclaimer", permille: 300n, reason: REASONS.overClaim }),
  },
  ...oddSlashes,
];
