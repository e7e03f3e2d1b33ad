import { test } from "vitest";
import { alice, bob, payer, pool, superToken, transcribe } from "./cast.ts";
import { bytes32, emit, type MockEvent, param } from "./events.ts";
import { type Answer, at, block, story } from "./story.ts";

/** The beginning of an hour, and of its day. */
const hour = 1_700_042_400n;
const day = hour - (hour % 86_400n);
const micro = 1_000_000n;

/** Precision 1 and stake unit 1: a stake of 100 backs a capacity of 10. */
const parameters = ["CAPACITY_PRECISION", "MIN_SINK_STAKE", "STAKE_UNIT"].map((name) =>
  param("StakeManager", name, 1n),
);
const ended = at(hour + 2n * 86_400n, block(20));
const member = transcribe + alice.slice(2);

type Fields = { [key: string]: Answer };

/** Asks one aggregation for the fields of a row, in the bucket of its timestamp or in all. */
function queryOf(collection: string, interval: string, row: Fields, inAll = false): string {
  const names = Object.entries(row).map(([name, value]) =>
    typeof value === "object" ? `${name} { id }` : name,
  );
  const filter = inAll ? "orderBy: timestamp" : `where: { timestamp: "${row.timestamp}" }`;
  return `{ ${collection}(interval: ${interval}, ${filter}) { ${names.join(" ")} } }`;
}

test("reveals roll up into hours and days, with every moment", async () => {
  const reveal = (number: number, time: bigint, raw: bigint, smoothed: bigint) =>
    at(time, block(number, emit("CapacityRegistry", "CapacityRevealed", transcribe, alice, raw, smoothed)));
  const begun = [emit("StakeManager", "Staked", alice, 100n, 100n)];
  const registered = emit("CapacityRegistry", "SinkRegistered", transcribe, alice, 0n);
  const blocks = [
    at(hour - 50n, block(1, parameters, begun, registered)),
    reveal(2, hour + 600n, 8n, 5n),
    reveal(3, hour + 1200n, 12n, 7n),
    reveal(4, hour + 3500n, 10n, 9n),
    reveal(5, hour + 7300n, 6n, 8n),
    ended,
  ];
  const first: Fields = {
    timestamp: hour * micro,
    sinkCapacity: { id: member },
    taskType: { id: transcribe },
    sink: { id: alice },
    count: 3n,
    firstAt: hour + 600n,
    lastAt: hour + 3500n,
    rawSum: 30n,
    rawSquareSum: 64n + 144n + 100n,
    rawMin: 8n,
    rawMax: 12n,
    rawFirst: 8n,
    rawLast: 10n,
    cappedSum: 28n,
    cappedSquareSum: 64n + 100n + 100n,
    cappedMin: 8n,
    cappedMax: 10n,
    smoothedSum: 21n,
    smoothedSquareSum: 25n + 49n + 81n,
    smoothedMin: 5n,
    smoothedMax: 9n,
    capLast: 10n,
    overclaimCount: 1n,
    overclaimSum: 2n,
    trackingErrorSquareSum: 9n + 9n + 1n,
    matchedCount: 0n,
    latencyBlocksSum: 0n,
    elapsedSum: 2900n,
    rawTimeSum: 8n * 600n + 12n * 2300n,
    rawSquareTimeSum: 64n * 600n + 144n * 2300n,
    cappedTimeSum: 8n * 600n + 10n * 2300n,
    cappedSquareTimeSum: 64n * 600n + 100n * 2300n,
    smoothedTimeSum: 5n * 600n + 7n * 2300n,
    smoothedSquareTimeSum: 25n * 600n + 49n * 2300n,
    firstElapsed: 0n,
    firstRawHeld: 0n,
  };
  const second: Fields = {
    timestamp: (hour + 7200n) * micro,
    count: 1n,
    elapsedSum: 3800n,
    rawTimeSum: 10n * 3800n,
    smoothedSquareTimeSum: 81n * 3800n,
    firstElapsed: 3800n,
    firstRawHeld: 10n,
    firstCappedHeld: 10n,
    firstSmoothedHeld: 9n,
  };
  const whole: Fields = { timestamp: day * micro, count: 4n, rawSum: 36n, elapsedSum: 6700n, rawLast: 6n };
  await story(blocks, [
    [queryOf("capacityStats_collection", "hour", first), { capacityStats_collection: [first] }],
    [queryOf("capacityStats_collection", "hour", second), { capacityStats_collection: [second] }],
    [queryOf("capacityStats_collection", "day", whole), { capacityStats_collection: [whole] }],
    [
      `{ sinkCapacities { capacityStats(interval: hour) { count } taskType { capacityStats(interval: day) { count } }
          sink { capacityStats(interval: hour, current: include) { count } } } }`,
      {
        sinkCapacities: [
          {
            capacityStats: [{ count: 3n }, { count: 1n }],
            taskType: { capacityStats: [{ count: 4n }] },
            sink: { capacityStats: [{ count: 3n }, { count: 1n }] },
          },
        ],
      },
    ],
  ]);
});

const deposit = (amount: bigint) => emit("EscrowBuffer", "Deposited", transcribe, payer, amount);
const drain = (sink: string, amount: bigint) => emit("EscrowBuffer", "Drained", transcribe, sink, amount);
const units = (sink: string, before: bigint, after: bigint): MockEvent =>
  emit("SuperfluidPool", "MemberUnitsUpdated", superToken, sink, before, after);

const flows = [
  at(
    hour - 50n,
    block(
      1,
      parameters,
      emit("EscrowBuffer", "BufferMaxSet", transcribe, 100n),
      emit("BackpressurePool", "PoolCreated", transcribe, pool),
    ),
  ),
  at(
    hour + 100n,
    block(2, emit("StakeManager", "Staked", alice, 100n, 100n), deposit(90n), units(alice, 0n, 30n)),
  ),
  at(hour + 200n, block(3, deposit(10n), emit("StakeManager", "Staked", alice, 44n, 144n))),
  at(hour + 500n, block(4, drain(alice, 20n), drain(bob, 5n), units(bob, 0n, 10n))),
  at(
    hour + 3650n,
    block(5, drain(alice, 40n), emit("StakeManager", "Unstaked", alice, 63n), units(alice, 30n, 10n)),
  ),
  at(hour + 3660n, block(6, emit("StakeManager", "Slashed", alice, 17n, bytes32("LATE")))),
  ended,
];

test("drains roll up per sink", async () => {
  const row = (begun: bigint, sink: string, amount: bigint): Fields => ({
    timestamp: begun * micro,
    sink: { id: sink },
    taskType: { id: transcribe },
    sinkCapacity: { id: transcribe + sink.slice(2) },
    count: 1n,
    amountSum: amount,
    amountSquareSum: amount ** 2n,
    amountMin: amount,
    amountMax: amount,
    amountFirst: amount,
    amountLast: amount,
  });
  const rows = [row(hour, alice, 20n), row(hour, bob, 5n), row(hour + 3600n, alice, 40n)];
  await story(flows, [
    [queryOf("drainStats_collection", "hour", row(0n, alice, 0n), true), { drainStats_collection: rows }],
    [
      `{ drainStats_collection(interval: day) { timestamp count amountSum sink { id } } }`,
      {
        drainStats_collection: [
          { timestamp: day * micro, count: 2n, amountSum: 60n, sink: { id: alice } },
          { timestamp: day * micro, count: 1n, amountSum: 5n, sink: { id: bob } },
        ],
      },
    ],
  ]);
});

test("levels and stakes roll up with the time that they held", async () => {
  const level: Fields = {
    timestamp: hour * micro,
    buffer: { id: transcribe },
    taskType: { id: transcribe },
    count: 4n,
    firstAt: hour + 100n,
    lastAt: hour + 500n,
    depositedSum: 100n,
    drainedSum: 25n,
    levelMin: 75n,
    levelMax: 100n,
    levelFirst: 90n,
    levelLast: 75n,
    maxLast: 100n,
    elapsedSum: 550n,
    levelTimeSum: 90n * 100n + 100n * 300n,
    levelSquareTimeSum: 90n ** 2n * 100n + 100n ** 2n * 300n,
    fullElapsedSum: 300n,
    firstElapsed: 150n,
    firstLevelHeld: 0n,
    firstFullElapsed: 0n,
  };
  const stake: Fields = {
    timestamp: (hour + 3600n) * micro,
    sink: { id: alice },
    count: 2n,
    stakedSum: 0n,
    unstakedSum: 63n,
    slashedSum: 17n,
    stakeMin: 64n,
    stakeMax: 81n,
    stakeFirst: 81n,
    stakeLast: 64n,
    capLast: 8n,
    elapsedSum: 3460n,
    stakeTimeSum: 144n * 3450n + 81n * 10n,
    stakeSquareTimeSum: 144n ** 2n * 3450n + 81n ** 2n * 10n,
    firstElapsed: 3450n,
    firstStakeHeld: 144n,
  };
  await story(flows, [
    [queryOf("bufferStats_collection", "hour", level), { bufferStats_collection: [level] }],
    [queryOf("stakeStats_collection", "hour", stake), { stakeStats_collection: [stake] }],
  ]);
});

test("units roll up with shares and streams", async () => {
  const row: Fields = {
    timestamp: (hour + 3600n) * micro,
    member: { id: pool + alice.slice(2) },
    pool: { id: pool },
    taskType: { id: transcribe },
    sink: { id: alice },
    count: 1n,
    unitsMin: 10n,
    unitsMax: 10n,
    unitsLast: 10n,
    totalUnitsLast: 20n,
    elapsedSum: 3550n,
    unitsTimeSum: 30n * 3550n,
    // alone with all units for 400 s, then with 30 of 40
    shareTimeSum: 30n * ((400n * 10n ** 36n) / 30n + (3150n * 10n ** 36n) / 40n),
    streamedSum: 0n,
    firstElapsed: 3550n,
    firstUnitsHeld: 30n,
  };
  await story(flows, [
    [queryOf("allocationStats_collection", "hour", row), { allocationStats_collection: [row] }],
  ]);
});
