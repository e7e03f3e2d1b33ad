import { test } from "vitest";
import { alice, bob, creator, foreignPool, otherPayer, payer, pool, superToken, transcribe } from "./cast.ts";
import { addressOf, emit, from, type MockEvent } from "./events.ts";
import { block, genesis, story } from "./story.ts";

const admin = addressOf("BackpressurePool");

function units(sink: string, oldUnits: bigint, newUnits: bigint): MockEvent {
  return emit("SuperfluidPool", "MemberUnitsUpdated", superToken, sink, oldUnits, newUnits);
}

function flow(distributor: string, rates: [bigint, bigint, bigint], into = pool): MockEvent {
  const gda = "GeneralDistributionAgreementV1";
  const fixed = [superToken, into, distributor, distributor];
  return emit(gda, "FlowDistributionUpdated", ...fixed, ...rates, admin, 0n, "0x");
}

function distribution(requested: bigint, actual: bigint, into = pool): MockEvent {
  const gda = "GeneralDistributionAgreementV1";
  const fixed = [superToken, into, payer, otherPayer];
  return emit(gda, "InstantDistributionUpdated", ...fixed, requested, actual, "0xabcd");
}

const rebalanced = emit("BackpressurePool", "Rebalanced", transcribe, 2n, 0n);

/** 40 s at 10 wei a unit, 500 wei at once for 100 units, 10 s at floor(1000 / 70) = 14 wei a unit. */
const blocks = [
  block(
    1,
    emit("CapacityRegistry", "TaskTypeRegistered", transcribe, creator, 0n),
    emit("BackpressurePool", "PoolCreated", transcribe, pool),
  ),
  block(2, units(alice, 0n, 60n), units(bob, 0n, 40n), rebalanced),
  block(3, flow(payer, [0n, 1050n, 1000n])),
  block(5, distribution(555n, 500n)),
  block(7, units(alice, 60n, 30n), flow(admin, [0n, 0n, 1000n]), rebalanced),
  block(8, units(alice, 30n, 0n), units(bob, 40n, 10n)),
  block(
    9,
    flow(payer, [1000n, 0n, 0n], foreignPool),
    distribution(9n, 9n, foreignPool),
    from(foreignPool, units(alice, 0n, 7n)),
  ),
];
const index = 40n * 10n + 5n + 10n * 14n;
const scale = 10n ** 36n;

test("the pool's index moves with streams, distributions and units", async () => {
  const share = (50n * scale) / 100n + (10n * scale) / 70n;
  await story(blocks, [
    [
      `{ pools { id admin token totalUnits memberCount flowRate perUnitFlowRate perUnitIndex indexUpdatedAt shareIndex
          totalDistributed instantDistributionCount flowDistributionCount createdAtBlock taskType { pool { id } } } }`,
      {
        pools: [
          {
            id: pool,
            admin,
            token: superToken,
            totalUnits: 10n,
            memberCount: 1n,
            perUnitFlowRate: 96n,
            flowRate: 960n,
            perUnitIndex: index,
            indexUpdatedAt: genesis + 80n,
            shareIndex: share,
            totalDistributed: 500n,
            instantDistributionCount: 1n,
            flowDistributionCount: 2n,
            createdAtBlock: 1n,
            taskType: { pool: { id: pool } },
          },
        ],
      },
    ],
    [
      `{ flowDistributions(orderBy: sequence) { source { id } distributor oldFlowRate newDistributorToPoolFlowRate
          newTotalDistributionFlowRate adjustmentFlowRecipient perUnitIndex }
          instantDistributions { source { id } operator requestedAmount actualAmount perUnitIndex userData } }`,
      {
        flowDistributions: [
          {
            source: { id: payer },
            distributor: payer,
            oldFlowRate: 0n,
            newDistributorToPoolFlowRate: 1050n,
            newTotalDistributionFlowRate: 1000n,
            adjustmentFlowRecipient: admin,
            perUnitIndex: 0n,
          },
          {
            source: null,
            distributor: admin,
            oldFlowRate: 0n,
            newDistributorToPoolFlowRate: 0n,
            newTotalDistributionFlowRate: 1000n,
            adjustmentFlowRecipient: admin,
            perUnitIndex: 405n,
          },
        ],
        instantDistributions: [
          {
            source: { id: payer },
            operator: otherPayer,
            requestedAmount: 555n,
            actualAmount: 500n,
            perUnitIndex: 205n,
            userData: "0xabcd",
          },
        ],
      },
    ],
    [
      `{ sources { id totalDistributed instantDistributionCount flowDistributionCount } pools { id } }`,
      {
        sources: [
          { id: payer, totalDistributed: 500n, instantDistributionCount: 1n, flowDistributionCount: 1n },
        ],
        pools: [{ id: pool }],
      },
    ],
  ]);
});

test("a member settles when its units change", async () => {
  const sentToAlice = 60n * 405n + 30n * 140n;
  const change = (member: string, ...values: [bigint, bigint, bigint, bigint, bigint]) => {
    const [oldUnits, newUnits, totalUnits, perUnitIndex, memberSettled] = values;
    return { sink: { id: member }, oldUnits, newUnits, totalUnits, perUnitIndex, memberSettled };
  };
  const point = (member: string, ...values: [bigint, bigint, bigint, bigint, bigint, bigint]) => {
    const [unitsNow, totalUnits, elapsed, unitsHeld, streamed, shareTime] = values;
    return { sink: { id: member }, units: unitsNow, totalUnits, elapsed, unitsHeld, streamed, shareTime };
  };
  const half = (50n * scale) / 100n;
  const tenth = (10n * scale) / 70n;
  await story(blocks, [
    [
      `{ poolMembers { sinkCapacity { id } units settled settledIndex settledAt unitsChangeCount } }`,
      {
        poolMembers: [
          {
            sinkCapacity: { id: transcribe + alice.slice(2) },
            units: 0n,
            settled: sentToAlice,
            settledIndex: index,
            settledAt: genesis + 80n,
            unitsChangeCount: 3n,
          },
          {
            sinkCapacity: { id: transcribe + bob.slice(2) },
            units: 10n,
            settled: 40n * index,
            settledIndex: index,
            settledAt: genesis + 80n,
            unitsChangeCount: 2n,
          },
        ],
      },
    ],
    [
      `{ unitsChanges(orderBy: sequence) { sink { id } oldUnits newUnits totalUnits perUnitIndex memberSettled } }`,
      {
        unitsChanges: [
          change(alice, 0n, 60n, 60n, 0n, 0n),
          change(bob, 0n, 40n, 100n, 0n, 0n),
          change(alice, 60n, 30n, 70n, 405n, 60n * 405n),
          change(alice, 30n, 0n, 40n, index, sentToAlice),
          change(bob, 40n, 10n, 10n, index, 40n * index),
        ],
      },
    ],
    [
      `{ allocationPoints(orderBy: id) { sink { id } units totalUnits elapsed unitsHeld streamed shareTime } }`,
      {
        allocationPoints: [
          point(alice, 60n, 60n, 0n, 0n, 0n, 0n),
          point(bob, 40n, 100n, 0n, 0n, 0n, 0n),
          point(alice, 30n, 70n, 50n, 60n, 60n * 405n, 60n * half),
          point(alice, 0n, 40n, 10n, 30n, 30n * 140n, 30n * tenth),
          point(bob, 10n, 10n, 60n, 40n, 40n * index, 40n * (half + tenth)),
        ],
      },
    ],
  ]);
});

test("a rebalance remembers the one before", async () => {
  const common = { sinkCount: 2n, totalCapacity: 0n, lastTotalCapacity: 0n, indexedTotalCapacity: 0n };
  await story(blocks, [
    [
      `{ rebalances(orderBy: sequence) { sinkCount totalCapacity lastTotalCapacity indexedTotalCapacity blocksSinceLast
          pool { id } } taskTypes { rebalanceCount lastRebalancedAtBlock lastTotalCapacity } }`,
      {
        rebalances: [
          { ...common, blocksSinceLast: null, pool: { id: pool } },
          { ...common, blocksSinceLast: 5n, pool: { id: pool } },
        ],
        taskTypes: [{ rebalanceCount: 2n, lastRebalancedAtBlock: 7n, lastTotalCapacity: 0n }],
      },
    ],
  ]);
});
