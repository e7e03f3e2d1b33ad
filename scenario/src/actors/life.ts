import { TASKS, taskOf } from "../cast.ts";
import { pipelineIdOf } from "../model/Pipelines.ts";
import type { Stage } from "../stage.ts";
import { DEPARTURE } from "./SinkActor.ts";
import type { Beat } from "./Story.ts";

const TOKEN = 10n ** 18n;
const SUMMARIZE = taskOf("summarize");
const TRANSLATE = taskOf("translate");

function rebalancePipeline({ cast, act }: Stage): void {
  act({
    by: cast.addressOf("keeper"),
    kind: "rebalancePipeline",
    pipelineId: pipelineIdOf(TASKS.map((task) => task.id)),
  });
}

const setBufferMax =
  (max: bigint) =>
  ({ cast, act }: Stage): void =>
    act({ by: cast.addressOf("owner"), kind: "setBufferMax", taskType: SUMMARIZE.id, max });

const distribute =
  (amount: bigint) =>
  ({ cast, act }: Stage): void =>
    act({ by: cast.addressOf("library"), kind: "distribute", taskType: taskOf("transcribe").id, amount });

/** Capacity that the returning sink declares when it registers again. */
function comeBack({ cast, world, act }: Stage): void {
  const by = cast.addressOf("returning");
  act({ by, kind: "registerSink", taskType: SUMMARIZE.id, capacity: world.stakes.capOf(by) / 2n });
}

function arriveLate(stage: Stage): void {
  const by = stage.cast.addressOf("latecomer");
  stage.act({ by, kind: "stake", amount: 5_625n * TOKEN });
  const capacity = stage.world.stakes.capOf(by) / 10n;
  stage.act({ by, kind: "registerSink", taskType: TRANSLATE.id, capacity });
}

/** A deposit that cannot fit: the buffer takes what does and is full. */
function surge({ cast, world, act }: Stage): void {
  const amount = (world.buffers.room(SUMMARIZE.id) ?? 0n) + 300n * TOKEN;
  act({ by: cast.addressOf("surge"), kind: "depositUpTo", taskType: SUMMARIZE.id, amount });
}

/** A deposit of exactly the room that is left. */
function fillUp({ cast, world, act }: Stage): void {
  const room = world.buffers.room(SUMMARIZE.id) ?? 0n;
  act({ by: cast.addressOf("surge"), kind: "deposit", taskType: SUMMARIZE.id, amount: room });
}

/** The press stops its stream; it starts again when its turn comes. */
function stopStream({ cast, act }: Stage): void {
  act({ by: cast.addressOf("press"), kind: "stream", taskType: TRANSLATE.id, rate: 0n });
}

const isStreaming = ({ world, cast }: Stage) =>
  world.pools.of(TRANSLATE.id).rates.has(cast.addressOf("press"));
const hasRoom = ({ world }: Stage) => (world.buffers.room(SUMMARIZE.id) ?? 0n) > 0n;
const hasUnits = ({ world }: Stage) => world.pools.totalUnits(taskOf("transcribe").id) > 0n;

/** Arrivals, departures, changes of rules, and a buffer that fills. */
export const life: readonly Beat[] = [
  { name: "the pipeline's first rebalance", at: 60, play: rebalancePipeline },
  { name: "the latecomer's arrival", at: 200, play: arriveLate },
  { name: "the pipeline's second rebalance", at: 350, play: rebalancePipeline },
  { name: "an instant distribution", at: 330, when: hasUnits, play: distribute(25n * TOKEN) },
  {
    name: "the departure",
    at: DEPARTURE.leave,
    play: ({ cast, act }) =>
      act({ by: cast.addressOf("returning"), kind: "deregisterSink", taskType: SUMMARIZE.id }),
  },
  { name: "a lower maximum", at: 480, play: setBufferMax(600n * TOKEN) },
  { name: "a clipped deposit", at: 500, play: surge },
  { name: "a higher maximum", at: 590, play: setBufferMax(900n * TOKEN) },
  { name: "the return", at: DEPARTURE.back, play: comeBack },
  { name: "a deposit up to the brim", at: 610, when: hasRoom, play: fillUp },
  { name: "the end of a stream", at: 640, when: isStreaming, play: stopStream },
  {
    name: "a slower average",
    at: 680,
    play: ({ cast, act }) => {
      const change = { contract: "CapacityRegistry", key: "EWMA_ALPHA_BPS", value: 2_000n } as const;
      act({ by: cast.addressOf("owner"), kind: "setParam", ...change });
    },
  },
  {
    name: "an unstake",
    at: 740,
    play: ({ cast, act }) => act({ by: cast.addressOf("whale"), kind: "unstake", amount: 4_000n * TOKEN }),
  },
  { name: "another instant distribution", at: 770, when: hasUnits, play: distribute(40n * TOKEN) },
  { name: "the pipeline's third rebalance", at: 790, play: rebalancePipeline },
  {
    name: "the end of the novice's authority",
    at: 880,
    play: ({ cast, act }) =>
      act({
        by: cast.addressOf("owner"),
        kind: "setSlasher",
        slasher: cast.addressOf("novice"),
        authorized: false,
      }),
  },
];
