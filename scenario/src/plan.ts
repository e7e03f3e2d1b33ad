import type { Address } from "viem";
import { Keeper } from "./actors/Keeper.ts";
import { Opening } from "./actors/Opening.ts";
import { SinkActor } from "./actors/SinkActor.ts";
import { SourceActor } from "./actors/SourceActor.ts";
import { StakeActor } from "./actors/StakeActor.ts";
import { Story } from "./actors/Story.ts";
import type { Act, Moment } from "./acts.ts";
import { type Cast, SINKS, SOURCES } from "./cast.ts";
import { type Beginning, World } from "./model/World.ts";
import { LEAD_SECONDS, type Profile } from "./profile.ts";
import type { Actor } from "./stage.ts";

/** One block that holds transactions, in their order. */
export type PlannedBlock = Moment & { acts: readonly Act[] };

/** A whole history before it is played: its blocks, the last block, and the model's state at the end. */
export type Plan = { blocks: readonly PlannedBlock[]; end: Moment; world: World };

/** What a plan follows from. `base` is the head of the chain before it; `start` the chain's first second. */
export type PlanOptions = {
  profile: Profile;
  seed: number;
  start: number;
  base: number;
  cast: Cast;
  beginning: Beginning;
};

/** The sinks whose stakes stay as the story needs them. */
const FIXED_STAKES = ["overclaimer", "withholder", "doomed", "modest", "honest"];

/** Writes the history: the actors act, the model follows. Throws when a part of the story found no place. */
export function planOf(options: PlanOptions): Plan {
  const { profile, base, cast } = options;
  const world = new World(options.beginning);
  const story = new Story();
  const actors = actorsOf(options.seed, story);
  const blocks: PlannedBlock[] = [];
  for (let tick = 0; tick < profile.blocks; tick++) {
    const moment = momentOf(options, tick);
    world.enter(moment);
    const acts: Act[] = [];
    const act = (next: Act) => {
      world.apply(next);
      acts.push(next);
    };
    const permille = Math.floor((tick * 1000) / profile.blocks);
    for (const actor of actors) actor.turn({ world, cast, profile, tick, permille, act });
    if (acts.length > 0) blocks.push({ ...moment, acts });
  }
  if (story.missing.length > 0) {
    throw new Error(
      `Seed ${options.seed} leaves no place for ${story.missing.join(", ")}: choose another seed`,
    );
  }
  return { blocks, end: { ...momentOf(options, profile.blocks - 1), block: base + profile.blocks }, world };
}

function momentOf({ base, start, profile }: PlanOptions, tick: number): Moment {
  return { block: base + 1 + tick, timestamp: start + LEAD_SECONDS + (tick + 1) * profile.blockSeconds };
}

function actorsOf(seed: number, story: Story): Actor[] {
  const stakers = SINKS.filter((role) => !FIXED_STAKES.includes(role.name));
  return [
    new Opening(),
    story,
    ...SINKS.flatMap((role) => role.serves.map((name) => new SinkActor(role, name, seed))),
    ...stakers.map((role) => new StakeActor(role, seed)),
    ...SOURCES.flatMap((role) => role.pays.map((name) => new SourceActor(role, name, seed))),
    new Keeper(),
  ];
}

/** Everybody who sends a transaction in a plan. */
export function sendersOf(plan: Plan): Address[] {
  return [...new Set(plan.blocks.flatMap((block) => block.acts.map((act) => act.by)))];
}
