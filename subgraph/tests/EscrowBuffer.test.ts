import { test } from "vitest";
import { alice, bob, creator, otherPayer, payer, transcribe } from "./cast.ts";
import { emit } from "./events.ts";
import { block, genesis, story } from "./story.ts";

const registered = emit("CapacityRegistry", "TaskTypeRegistered", transcribe, creator, 0n);
const deposit = (source: string, amount: bigint) =>
  emit("EscrowBuffer", "Deposited", transcribe, source, amount);
const drain = (sink: string, amount: bigint) => emit("EscrowBuffer", "Drained", transcribe, sink, amount);
const setMax = (max: bigint) => emit("EscrowBuffer", "BufferMaxSet", transcribe, max);

test("deposits queue at the tail, drains consume from the head", async () => {
  const blocks = [
    block(1, registered),
    block(2, deposit(payer, 100n), deposit(otherPayer, 50n)),
    block(3, drain(alice, 70n), drain(bob, 35n)),
    block(4, deposit(payer, 25n)),
    block(6, drain(alice, 60n)),
  ];
  await story(blocks, [
    [
      `{ deposits(orderBy: sequence) { amount fifoFrom fifoTo bufferLevelAfter source { id } buffer { id } } }`,
      {
        deposits: [
          {
            amount: 100n,
            fifoFrom: 0n,
            fifoTo: 100n,
            bufferLevelAfter: 100n,
            source: { id: payer },
            buffer: { id: transcribe },
          },
          {
            amount: 50n,
            fifoFrom: 100n,
            fifoTo: 150n,
            bufferLevelAfter: 150n,
            source: { id: otherPayer },
            buffer: { id: transcribe },
          },
          {
            amount: 25n,
            fifoFrom: 150n,
            fifoTo: 175n,
            bufferLevelAfter: 70n,
            source: { id: payer },
            buffer: { id: transcribe },
          },
        ],
      },
    ],
    [
      `{ drains(orderBy: sequence) { amount fifoFrom fifoTo bufferLevelAfter sinkCapacity { id } } }`,
      {
        drains: [
          {
            amount: 70n,
            fifoFrom: 0n,
            fifoTo: 70n,
            bufferLevelAfter: 80n,
            sinkCapacity: { id: transcribe + alice.slice(2) },
          },
          {
            amount: 35n,
            fifoFrom: 70n,
            fifoTo: 105n,
            bufferLevelAfter: 45n,
            sinkCapacity: { id: transcribe + bob.slice(2) },
          },
          {
            amount: 60n,
            fifoFrom: 105n,
            fifoTo: 165n,
            bufferLevelAfter: 10n,
            sinkCapacity: { id: transcribe + alice.slice(2) },
          },
        ],
      },
    ],
    [
      `{ drains(where: { fifoFrom_lt: 150, fifoTo_gt: 100 }, orderBy: sequence) { sink { id } blockNumber } }`,
      {
        drains: [
          { sink: { id: bob }, blockNumber: 3n },
          { sink: { id: alice }, blockNumber: 6n },
        ],
      },
    ],
    [
      `{ buffers { level totalDeposited totalDrained peakLevel depositCount drainCount isFull lastDrainedAtBlock }
          protocols { totalDeposited totalDrained bufferLevel } }`,
      {
        buffers: [
          {
            level: 10n,
            totalDeposited: 175n,
            totalDrained: 165n,
            peakLevel: 150n,
            depositCount: 3n,
            drainCount: 3n,
            isFull: false,
            lastDrainedAtBlock: 6n,
          },
        ],
        protocols: [{ totalDeposited: 175n, totalDrained: 165n, bufferLevel: 10n }],
      },
    ],
    [
      `{ sinks { id totalDrained drainCount } sinkCapacities { sink { id } totalDrained drainCount }
          sources { id totalDeposited depositCount deposits { amount } } }`,
      {
        sinks: [
          { id: alice, totalDrained: 130n, drainCount: 2n },
          { id: bob, totalDrained: 35n, drainCount: 1n },
        ],
        sinkCapacities: [
          { sink: { id: alice }, totalDrained: 130n, drainCount: 2n },
          { sink: { id: bob }, totalDrained: 35n, drainCount: 1n },
        ],
        sources: [
          {
            id: payer,
            totalDeposited: 125n,
            depositCount: 2n,
            deposits: [{ amount: 100n }, { amount: 25n }],
          },
          { id: otherPayer, totalDeposited: 50n, depositCount: 1n, deposits: [{ amount: 50n }] },
        ],
      },
    ],
  ]);
});

test("a buffer fills up, and stays full as long as its level is at the maximum", async () => {
  const blocks = [
    block(1, registered, setMax(100n)),
    block(2, deposit(payer, 60n)),
    block(3, deposit(payer, 40n), emit("EscrowBuffer", "BufferFull", transcribe, 100n)),
    block(8, drain(alice, 30n)),
    block(9, setMax(70n)),
    block(12, setMax(0n)),
  ];
  const point = (number: bigint, ...values: [bigint, bigint, bigint, bigint, bigint, bigint, bigint]) => {
    const [level, max, deposited, drained, elapsed, levelHeld, fullElapsed] = values;
    return { at: genesis + 10n * number, level, max, deposited, drained, elapsed, levelHeld, fullElapsed };
  };
  await story(blocks, [
    [
      `{ overflows { bufferLevel bufferMax buffer { id overflowCount } } bufferMaxChanges(orderBy: sequence) { oldMax newMax } }`,
      {
        overflows: [{ bufferLevel: 100n, bufferMax: 100n, buffer: { id: transcribe, overflowCount: 1n } }],
        bufferMaxChanges: [
          { oldMax: 0n, newMax: 100n },
          { oldMax: 100n, newMax: 70n },
          { oldMax: 70n, newMax: 0n },
        ],
      },
    ],
    [
      `{ buffers(block: { number: 3 }) { isFull level max } }`,
      { buffers: [{ isFull: true, level: 100n, max: 100n }] },
    ],
    [
      `{ buffers(block: { number: 8 }) { isFull level max } }`,
      { buffers: [{ isFull: false, level: 70n, max: 100n }] },
    ],
    [
      `{ buffers(block: { number: 9 }) { isFull level max } }`,
      { buffers: [{ isFull: true, level: 70n, max: 70n }] },
    ],
    [
      `{ buffers { isFull level max peakLevel } }`,
      { buffers: [{ isFull: false, level: 70n, max: 0n, peakLevel: 100n }] },
    ],
    [
      `{ bufferPoints(orderBy: id) { at level max deposited drained elapsed levelHeld fullElapsed } }`,
      {
        bufferPoints: [
          point(1n, 0n, 100n, 0n, 0n, 0n, 0n, 0n),
          point(2n, 60n, 100n, 60n, 0n, 10n, 0n, 0n),
          point(3n, 100n, 100n, 40n, 0n, 10n, 60n, 0n),
          point(8n, 70n, 100n, 0n, 30n, 50n, 100n, 50n),
          point(9n, 70n, 70n, 0n, 0n, 10n, 70n, 0n),
          point(12n, 70n, 0n, 0n, 0n, 30n, 70n, 30n),
        ],
      },
    ],
  ]);
});
