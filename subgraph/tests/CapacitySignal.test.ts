import { test } from "vitest";
import { alice, creator, token, transcribe, unit } from "./cast.ts";
import { emit, factId, hash, inTransaction } from "./events.ts";
import { block, constructors, genesis, story } from "./story.ts";

const cap = 10n * unit;
const first = (3000n * 5n * unit) / 10_000n;
const registered = [
  block(1, constructors()),
  block(
    2,
    emit("CapacityRegistry", "TaskTypeRegistered", transcribe, creator, 0n),
    emit("StakeManager", "Staked", alice, 100n * token, 100n * token),
    emit("CapacityRegistry", "SinkRegistered", transcribe, alice, 5n * unit),
  ),
];

function commit(number: number) {
  const event = emit("CapacityRegistry", "CapacityCommitted", transcribe, alice, hash(number + 70));
  return block(number, inTransaction(hash(number), event));
}

function reveal(number: number, raw: bigint, smoothed: bigint) {
  const event = emit("CapacityRegistry", "CapacityRevealed", transcribe, alice, raw, smoothed);
  return block(number, inTransaction(hash(number), event));
}

test("a reveal answers the pending commit", async () => {
  const smoothed = (3000n * cap + 7000n * first) / 10_000n;
  const commitId = factId(hash(5), 0);
  const revealId = factId(hash(9), 0);
  await story(
    [...registered, commit(5), reveal(9, 12n * unit, smoothed)],
    [
      [
        `{ reveals { id raw cap capped overclaim isOverclaim smoothedBefore smoothed alphaBps totalCapacityAfter
            latencyBlocks latencySeconds commit { id commitHash } commitment { id }
            blockNumber timestamp logIndex sequence transactionHash } }`,
        {
          reveals: [
            {
              id: revealId,
              raw: 12n * unit,
              cap,
              capped: cap,
              overclaim: 2n * unit,
              isOverclaim: true,
              smoothedBefore: first,
              smoothed,
              alphaBps: 3000n,
              totalCapacityAfter: smoothed,
              latencyBlocks: 4n,
              latencySeconds: 40n,
              commit: { id: commitId, commitHash: hash(75) },
              commitment: { id: commitId },
              blockNumber: 9n,
              timestamp: genesis + 90n,
              logIndex: 0,
              sequence: 9n << 32n,
              transactionHash: hash(9),
            },
          ],
        },
      ],
      [
        `{ commitments { id status committedAtBlock expiresAfterBlock revealedAtBlock latencyBlocks reveal { id } } }`,
        {
          commitments: [
            {
              id: commitId,
              status: "REVEALED",
              committedAtBlock: 5n,
              expiresAfterBlock: 25n,
              revealedAtBlock: 9n,
              latencyBlocks: 4n,
              reveal: { id: revealId },
            },
          ],
        },
      ],
      [
        `{ sinkCapacities { id isRegistered initialCapacity raw capped stored smoothed cap revealedSmoothed
            commitCount revealCount overclaimCount pendingCommitment { id } lastReveal { id }
            lastRevealAt lastRevealAtBlock lastCommitAtBlock reveals { id } commits { id } } }`,
        {
          sinkCapacities: [
            {
              id: transcribe + alice.slice(2),
              isRegistered: true,
              initialCapacity: 5n * unit,
              raw: 12n * unit,
              capped: cap,
              stored: smoothed,
              smoothed,
              cap,
              revealedSmoothed: smoothed,
              commitCount: 1n,
              revealCount: 1n,
              overclaimCount: 1n,
              pendingCommitment: null,
              lastReveal: { id: revealId },
              lastRevealAt: genesis + 90n,
              lastRevealAtBlock: 9n,
              lastCommitAtBlock: 5n,
              reveals: [{ id: revealId }],
              commits: [{ id: commitId }],
            },
          ],
        },
      ],
    ],
  );
});

test("counts and reaches everything that one signal touches", async () => {
  await story(
    [...registered, commit(5), reveal(9, 5n * unit, 3n * unit)],
    [
      [
        `{ taskTypes { id isRegistered creator sinkCount totalCapacity effectiveCapacity
            buffer { id level } pool { id } capacities { sink { cap taskTypeCount } commitCount revealCount } } }`,
        {
          taskTypes: [
            {
              id: transcribe,
              isRegistered: true,
              creator,
              sinkCount: 1n,
              totalCapacity: 3n * unit,
              effectiveCapacity: 3n * unit,
              buffer: { id: transcribe, level: 0n },
              pool: null,
              capacities: [{ sink: { cap, taskTypeCount: 1n }, commitCount: 1n, revealCount: 1n }],
            },
          ],
        },
      ],
      [
        `{ events(orderBy: sequence, where: { blockNumber_gte: 2 }) { __typename blockNumber logIndex } }`,
        {
          events: [
            { __typename: "TaskTypeRegistration", blockNumber: 2n, logIndex: 0 },
            { __typename: "Stake", blockNumber: 2n, logIndex: 1 },
            { __typename: "SinkRegistration", blockNumber: 2n, logIndex: 2 },
            { __typename: "Commit", blockNumber: 5n, logIndex: 0 },
            { __typename: "Reveal", blockNumber: 9n, logIndex: 0 },
          ],
        },
      ],
      [
        `{ collections(where: { name_in: ["Commit", "Commitment", "Reveal", "Sink", "ParameterChange"] }) { name count } }`,
        {
          collections: [
            { name: "Commit", count: 1n },
            { name: "Commitment", count: 1n },
            { name: "Reveal", count: 1n },
            { name: "Sink", count: 1n },
            { name: "ParameterChange", count: 5n },
          ],
        },
      ],
    ],
  );
});

test("a commit that expired stays pending, and the next one is revealed", async () => {
  const smoothed = (3000n * 4n * unit + 7000n * first) / 10_000n;
  await story(
    [...registered, commit(10), commit(31), reveal(33, 4n * unit, smoothed), commit(34)],
    [
      [
        `{ commitments(orderBy: committedAtBlock) { id status commitHash expiresAfterBlock latencyBlocks reveal { raw } } }`,
        {
          commitments: [
            {
              id: factId(hash(10), 0),
              status: "PENDING",
              commitHash: hash(80),
              expiresAfterBlock: 30n,
              latencyBlocks: null,
              reveal: null,
            },
            {
              id: factId(hash(31), 0),
              status: "REVEALED",
              commitHash: hash(101),
              expiresAfterBlock: 51n,
              latencyBlocks: 2n,
              reveal: { raw: 4n * unit },
            },
            {
              id: factId(hash(34), 0),
              status: "PENDING",
              commitHash: hash(104),
              expiresAfterBlock: 54n,
              latencyBlocks: null,
              reveal: null,
            },
          ],
        },
      ],
      [
        `{ sinkCapacities { commitCount revealCount overclaimCount stored pendingCommitment { id } lastCommitAtBlock } }`,
        {
          sinkCapacities: [
            {
              commitCount: 3n,
              revealCount: 1n,
              overclaimCount: 0n,
              stored: smoothed,
              pendingCommitment: { id: factId(hash(34), 0) },
              lastCommitAtBlock: 34n,
            },
          ],
        },
      ],
    ],
  );
});
