import { test } from "vitest";
import { alice, bob, creator, token, transcribe, translate, unit } from "./cast.ts";
import { emit, factId, hash, inTransaction } from "./events.ts";
import { block, constructors, story } from "./story.ts";

const left = emit("CapacityRegistry", "SinkDeregistered", transcribe, alice);
const returned = emit("CapacityRegistry", "SinkRegistered", transcribe, alice, unit);

/** Two sinks of one task type, one of them of another too; she leaves in block 4, and is back in block 30. */
const blocks = [
  block(1, constructors()),
  block(
    2,
    emit("CapacityRegistry", "TaskTypeRegistered", transcribe, creator, 500n),
    emit("CapacityRegistry", "TaskTypeRegistered", translate, creator, 0n),
    emit("StakeManager", "Staked", alice, 100n * token, 100n * token),
    emit("StakeManager", "Staked", bob, 400n * token, 400n * token),
    emit("CapacityRegistry", "SinkRegistered", transcribe, alice, 50n * unit),
    emit("CapacityRegistry", "SinkRegistered", transcribe, bob, 10n * unit),
    emit("CapacityRegistry", "SinkRegistered", translate, alice, 1n),
  ),
  block(3, emit("CapacityRegistry", "CapacityCommitted", transcribe, alice, hash(71))),
  block(4, inTransaction(hash(44), left)),
  block(30, returned),
];
const back = (3n * unit) / 10n;

test("a task type's totals follow its sinks", async () => {
  await story(blocks, [
    [
      `{ taskTypes(block: { number: 2 }, orderBy: id) { id minStake sinkCount totalCapacity effectiveCapacity } }`,
      {
        taskTypes: [
          {
            id: transcribe,
            minStake: 500n,
            sinkCount: 2n,
            totalCapacity: 6n * unit,
            effectiveCapacity: 6n * unit,
          },
          { id: translate, minStake: 0n, sinkCount: 1n, totalCapacity: 0n, effectiveCapacity: 0n },
        ],
      },
    ],
    [
      `{ taskTypes(block: { number: 4 }, where: { id: "${transcribe}" }) { sinkCount totalCapacity effectiveCapacity } }`,
      { taskTypes: [{ sinkCount: 1n, totalCapacity: 3n * unit, effectiveCapacity: 3n * unit }] },
    ],
    [
      `{ taskTypes(where: { id: "${transcribe}" }) { sinkCount totalCapacity effectiveCapacity } }`,
      {
        taskTypes: [{ sinkCount: 2n, totalCapacity: 3n * unit + back, effectiveCapacity: 3n * unit + back }],
      },
    ],
  ]);
});

test("a sink that leaves loses capacity and commitment, and starts anew when it is back", async () => {
  const one = `where: { taskType: "${transcribe}", sink: "${alice}" }`;
  await story(blocks, [
    [
      `{ sinkCapacities(block: { number: 4 }, ${one}) { isRegistered stored smoothed pendingCommitment { id } deregisteredAtBlock } }`,
      {
        sinkCapacities: [
          {
            isRegistered: false,
            stored: 0n,
            smoothed: 0n,
            pendingCommitment: null,
            deregisteredAtBlock: 4n,
          },
        ],
      },
    ],
    [
      `{ sinkCapacities(${one}) { isRegistered stored initialCapacity registeredAtBlock deregisteredAtBlock
          registrations { initialCapacity cap smoothed } deregistrations { id smoothedBefore } } }`,
      {
        sinkCapacities: [
          {
            isRegistered: true,
            stored: back,
            initialCapacity: unit,
            registeredAtBlock: 30n,
            deregisteredAtBlock: 4n,
            registrations: [
              { initialCapacity: 50n * unit, cap: 10n * unit, smoothed: 3n * unit },
              { initialCapacity: unit, cap: 10n * unit, smoothed: back },
            ],
            deregistrations: [{ id: factId(hash(44), 0), smoothedBefore: 3n * unit }],
          },
        ],
      },
    ],
  ]);
});

test("a sink counts the task types that it serves", async () => {
  await story(blocks, [
    [
      `{ sinks(block: { number: 2 }) { id taskTypeCount } }`,
      {
        sinks: [
          { id: alice, taskTypeCount: 2n },
          { id: bob, taskTypeCount: 1n },
        ],
      },
    ],
    [
      `{ sinks(block: { number: 4 }, where: { id: "${alice}" }) { taskTypeCount } }`,
      { sinks: [{ taskTypeCount: 1n }] },
    ],
    [`{ sinks(where: { id: "${alice}" }) { taskTypeCount } }`, { sinks: [{ taskTypeCount: 2n }] }],
    [
      `{ collections(where: { name_in: ["SinkCapacity", "SinkRegistration", "SinkDeregistration"] }) { name count } }`,
      {
        collections: [
          { name: "SinkCapacity", count: 3n },
          { name: "SinkRegistration", count: 4n },
          { name: "SinkDeregistration", count: 1n },
        ],
      },
    ],
  ]);
});
