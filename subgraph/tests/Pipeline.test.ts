import { test } from "vitest";
import { creator, transcribe, translate } from "./cast.ts";
import { emit, hash } from "./events.ts";
import { block, story } from "./story.ts";

const id = hash(0xabc);
const unknown = hash(0xdef);
const [first, second] = [id + transcribe.slice(2), id + translate.slice(2)];

const blocks = [
  block(
    1,
    emit("CapacityRegistry", "TaskTypeRegistered", transcribe, creator, 0n),
    emit("CapacityRegistry", "TaskTypeRegistered", translate, creator, 0n),
  ),
  block(2, emit("Pipeline", "PipelineCreated", id, [transcribe, translate])),
  block(3, emit("Pipeline", "PipelineRebalanced", id, [7n, 9n])),
  block(
    4,
    emit("Pipeline", "PipelineRebalanced", id, [5n, 6n]),
    emit("Pipeline", "PipelineRebalanced", unknown, [1n, 2n, 3n]),
  ),
];

test("a pipeline knows its stages in their order, and what each can carry", async () => {
  await story(blocks, [
    [
      `{ pipelines(where: { id: "${id}" }) { stageCount stageIds rebalanceCount lastRebalancedAtBlock createdAtBlock
          stages(orderBy: position) { id position effectiveCapacity taskType { id } }
          rebalances(orderBy: sequence) { effectiveCapacities } creations { stageIds } } }`,
      {
        pipelines: [
          {
            stageCount: 2,
            stageIds: [first, second],
            rebalanceCount: 2n,
            lastRebalancedAtBlock: 4n,
            createdAtBlock: 2n,
            stages: [
              { id: first, position: 0, effectiveCapacity: 5n, taskType: { id: transcribe } },
              { id: second, position: 1, effectiveCapacity: 6n, taskType: { id: translate } },
            ],
            rebalances: [{ effectiveCapacities: [7n, 9n] }, { effectiveCapacities: [5n, 6n] }],
            creations: [{ stageIds: [transcribe, translate] }],
          },
        ],
      },
    ],
    [
      `{ stages(block: { number: 3 }) { position effectiveCapacity taskType { stages { pipeline { id } } } } }`,
      {
        stages: [
          { position: 0, effectiveCapacity: 7n, taskType: { stages: [{ pipeline: { id } }] } },
          { position: 1, effectiveCapacity: 9n, taskType: { stages: [{ pipeline: { id } }] } },
        ],
      },
    ],
  ]);
});

test("a rebalance of an unknown pipeline stays on record", async () => {
  await story(blocks, [
    [
      `{ pipelines(where: { id: "${unknown}" }) { stageIds stages { id } createdAtBlock rebalances { effectiveCapacities } } }`,
      {
        pipelines: [
          {
            stageIds: [],
            stages: [],
            createdAtBlock: null,
            rebalances: [{ effectiveCapacities: [1n, 2n, 3n] }],
          },
        ],
      },
    ],
  ]);
});
