import { test } from "vitest";
import { alice, bob, creator, judge, payer, pool, superToken, transcribe, translate } from "./cast.ts";
import { bytes32, emit, factId, hash, inTransaction, param } from "./events.ts";
import { block, story } from "./story.ts";

const most = 2n ** 256n - 1n;
const healthy = [
  "{ _meta { hasIndexingErrors } }",
  { _meta: { hasIndexingErrors: false } },
] as const satisfies [string, object];

function reveal(sink: string, raw: bigint, smoothed: bigint) {
  return emit("CapacityRegistry", "CapacityRevealed", transcribe, sink, raw, smoothed);
}

test("two reveals of a stranger without a commit, in one transaction", async () => {
  const blocks = [block(1, inTransaction(hash(1), reveal(alice, 5n, 3n), reveal(alice, 7n, 4n)))];
  const common = {
    commit: null,
    commitment: null,
    latencyBlocks: null,
    cap: 0n,
    capped: 0n,
    isOverclaim: true,
  };
  const known = { taskType: { isRegistered: false }, sink: { stake: 0n }, totalCapacityAfter: 0n };
  await story(blocks, [
    [...healthy],
    [
      `{ reveals(orderBy: sequence) { id commit { id } commitment { id } latencyBlocks cap capped isOverclaim
          smoothedBefore smoothed totalCapacityAfter taskType { isRegistered } sink { stake } } }`,
      {
        reveals: [
          { ...common, ...known, id: factId(hash(1), 0), smoothedBefore: 0n, smoothed: 3n },
          { ...common, ...known, id: factId(hash(1), 1), smoothedBefore: 3n, smoothed: 4n },
        ],
      },
    ],
  ]);
});

test("companions alone, and reasons that are no text", async () => {
  const alone = emit("StakeManager", "SlashExecuted", bob, judge, 1n, 1n, 1n, 0n, hash(0));
  const blocks = [
    block(1, emit("StakeManager", "Slashed", alice, 50n, bytes32("two\nlines")), alone),
    block(2, inTransaction(hash(2), emit("StakeManager", "Slashed", alice, 0n, hash(0)), alone)),
    block(3, inTransaction(hash(3), alone)),
  ];
  await story(blocks, [
    [...healthy],
    [
      `{ slashes(orderBy: sequence) { reasonText stakeBefore stakeAfter capAfter slasher { id } } }`,
      {
        slashes: [
          { reasonText: null, stakeBefore: 0n, stakeAfter: -50n, capAfter: 0n, slasher: null },
          { reasonText: null, stakeBefore: -50n, stakeAfter: -50n, capAfter: 0n, slasher: null },
        ],
      },
    ],
    [
      `{ slashExecutions { slash { id } sink { id } slasher { isAuthorized slashCount } } }`,
      {
        slashExecutions: [1, 2, 3].map(() => ({
          slash: null,
          sink: { id: bob },
          slasher: { isAuthorized: false, slashCount: 3n },
        })),
      },
    ],
  ]);
});

test("acts upon what was never there", async () => {
  const blocks = [
    block(
      1,
      emit("CapacityRegistry", "SinkDeregistered", transcribe, bob),
      emit("CapacityRegistry", "CapacityClamped", transcribe, bob, 4n),
      emit("StakeManager", "Unstaked", bob, 0n),
      emit("BackpressurePool", "Rebalanced", transcribe, 0n, most),
      emit("EscrowBuffer", "BufferFull", transcribe, most),
      emit("EscrowBuffer", "Drained", transcribe, bob, 9n),
      emit("Pipeline", "PipelineCreated", hash(7), []),
      emit("Pipeline", "PipelineCreated", hash(8), [translate, translate]),
    ),
    block(2, emit("CapacityRegistry", "SinkDeregistered", transcribe, bob)),
  ];
  await story(blocks, [
    [...healthy],
    [
      `{ taskTypes(where: { id: "${transcribe}" }) { sinkCount totalCapacity lastTotalCapacity buffer { level } }
          sinks { taskTypeCount stake } }`,
      {
        taskTypes: [{ sinkCount: 0n, totalCapacity: 0n, lastTotalCapacity: most, buffer: { level: -9n } }],
        sinks: [{ taskTypeCount: 0n, stake: 0n }],
      },
    ],
    [
      `{ pipelines { stageCount stages { position taskType { isRegistered } } } }`,
      {
        pipelines: [
          { stageCount: 0, stages: [] },
          { stageCount: 2, stages: [{ position: 1, taskType: { isRegistered: false } }] },
        ],
      },
    ],
  ]);
});

test("the largest amounts, and none at all", async () => {
  const blocks = [
    block(1, param("StakeManager", "CAPACITY_PRECISION", most), param("StakeManager", "STAKE_UNIT", 0n)),
    block(2, emit("StakeManager", "Staked", bob, most, most), param("StakeManager", "STAKE_UNIT", 1n)),
    block(
      3,
      emit("CapacityRegistry", "SinkRegistered", transcribe, bob, most),
      emit("CapacityRegistry", "SinkRegistered", transcribe, bob, 0n),
      reveal(bob, most, most),
      reveal(bob, 0n, 0n),
      emit("EscrowBuffer", "Deposited", transcribe, payer, most),
      emit("EscrowBuffer", "Deposited", transcribe, payer, 0n),
      emit("EscrowBuffer", "Drained", transcribe, bob, most),
      emit("EscrowBuffer", "BufferMaxSet", transcribe, most),
      emit("StakeManager", "UnstakeRequested", bob, most, most),
      emit("CapacityRegistry", "TaskTypeRegistered", transcribe, creator, most),
      emit("CapacityRegistry", "TaskTypeRegistered", transcribe, bob, 1n),
    ),
    { ...block(4), timestamp: 1_700_090_000n },
  ];
  // the square root of (2²⁵⁶ − 1)³, floored
  const cap =
    39402006196394479212279040100143613805079739270465446667948293404245721771496700187863884847189720578895480337989632n;
  await story(blocks, [
    [...healthy],
    [
      `{ sinks { stake cap taskTypeCount } taskTypes { sinkCount totalCapacity minStake creator }
          buffers { level totalDeposited totalDrained max peakLevel } }`,
      {
        sinks: [{ stake: most, cap, taskTypeCount: 1n }],
        taskTypes: [{ sinkCount: 1n, totalCapacity: 0n, minStake: 1n, creator: bob }],
        buffers: [{ level: 0n, totalDeposited: most, totalDrained: most, max: most, peakLevel: most }],
      },
    ],
    [
      `{ capacityStats_collection(interval: hour) { count rawSum rawSquareSum rawMin rawMax } }`,
      {
        capacityStats_collection: [
          { count: 2n, rawSum: most, rawSquareSum: most ** 2n, rawMin: 0n, rawMax: most },
        ],
      },
    ],
  ]);
});

test("pools that are named twice, and units and rates at their ends", async () => {
  const gda = "GeneralDistributionAgreementV1";
  const mostUnits = 2n ** 128n - 1n;
  const flow = (rate: bigint) =>
    emit(gda, "FlowDistributionUpdated", superToken, pool, payer, payer, 0n, rate, rate, payer, rate, "0x");
  const units = (before: bigint, after: bigint) =>
    emit("SuperfluidPool", "MemberUnitsUpdated", superToken, alice, before, after);
  const blocks = [
    block(1, emit("BackpressurePool", "PoolCreated", transcribe, pool)),
    block(2, emit("BackpressurePool", "PoolCreated", translate, pool)),
    block(
      3,
      flow(-5n),
      emit(gda, "InstantDistributionUpdated", superToken, pool, payer, payer, most, most, "0x"),
    ),
    block(4, units(5n, 0n), units(0n, mostUnits), flow(2n ** 95n - 1n)),
    block(5, units(mostUnits, 1n)),
  ];
  await story(blocks, [
    [...healthy],
    [
      `{ pools { taskType { id } totalDistributed } poolMembers { units } collections(where: { name: "Pool" }) { count } }`,
      {
        pools: [{ taskType: { id: transcribe }, totalDistributed: most }],
        poolMembers: [{ units: 1n }],
        collections: [{ count: 1n }],
      },
    ],
  ]);
});
