import { test } from "vitest";
import { alice, creator, judge, token, transcribe, unit } from "./cast.ts";
import { bytes32, emit, factId, hash, inTransaction } from "./events.ts";
import { block, constructors, genesis, story } from "./story.ts";

const slashed = emit("StakeManager", "Slashed", alice, 180n * token, bytes32("MISSED_REVEAL"));
const executed = emit(
  "StakeManager",
  "SlashExecuted",
  alice,
  judge,
  200n * token,
  180n * token,
  300n * token,
  120n * token,
  hash(99),
);
const unexplained = emit("StakeManager", "Slashed", alice, 100n * token, `0x${"ff".repeat(32)}`);

/** The caps of 150, 300, 400 and 120 tokens: the square roots of the stakes, in units. */
const capOf150 = 12_247_448_713n;
const capOf300 = 17_320_508_075n;
const capOf400 = 20n * unit;
const capOf120 = 10_954_451_150n;

const blocks = [
  block(1, constructors(), emit("StakeManager", "SlasherSet", judge, true)),
  block(
    2,
    emit("CapacityRegistry", "TaskTypeRegistered", transcribe, creator, 0n),
    emit("StakeManager", "Staked", alice, 150n * token, 150n * token),
    emit("StakeManager", "Staked", alice, 250n * token, 400n * token),
    emit("CapacityRegistry", "SinkRegistered", transcribe, alice, 50n * unit),
  ),
  block(3, emit("CapacityRegistry", "CapacityRevealed", transcribe, alice, 20n * unit, 16n * unit)),
  block(4, emit("StakeManager", "UnstakeRequested", alice, 100n * token, genesis + 9n)),
  block(5, emit("StakeManager", "Unstaked", alice, 100n * token)),
  block(6, inTransaction(hash(60), slashed, executed)),
  block(7, emit("CapacityRegistry", "CapacityClamped", transcribe, alice, capOf120)),
  block(8, inTransaction(hash(80), unexplained)),
  block(9, emit("StakeManager", "SlasherSet", judge, false)),
];

test("stakes and unstakes say stake and cap before and after", async () => {
  await story(blocks, [
    [
      `{ stakes(orderBy: sequence) { amount totalStake stakeBefore capBefore capAfter } }`,
      {
        stakes: [
          {
            amount: 150n * token,
            totalStake: 150n * token,
            stakeBefore: 0n,
            capBefore: 0n,
            capAfter: capOf150,
          },
          {
            amount: 250n * token,
            totalStake: 400n * token,
            stakeBefore: 150n * token,
            capBefore: capOf150,
            capAfter: capOf400,
          },
        ],
      },
    ],
    [
      `{ unstakes { amount stakeBefore stakeAfter capBefore capAfter } unstakeRequests { amount availableAt } }`,
      {
        unstakes: [
          {
            amount: 100n * token,
            stakeBefore: 400n * token,
            stakeAfter: 300n * token,
            capBefore: capOf400,
            capAfter: capOf300,
          },
        ],
        unstakeRequests: [{ amount: 100n * token, availableAt: genesis + 9n }],
      },
    ],
    [
      `{ sinks { stake cap totalStaked totalUnstaked totalSlashed stakeCount unstakeCount slashCount unstakeRequested
          unstakeAvailableAt stakeChangedAt } protocols { stake totalStaked totalUnstaked totalSlashed } }`,
      {
        sinks: [
          {
            stake: 20n * token,
            cap: 0n,
            totalStaked: 400n * token,
            totalUnstaked: 100n * token,
            totalSlashed: 280n * token,
            stakeCount: 2n,
            unstakeCount: 1n,
            slashCount: 2n,
            unstakeRequested: 100n * token,
            unstakeAvailableAt: genesis + 9n,
            stakeChangedAt: genesis + 80n,
          },
        ],
        protocols: [
          {
            stake: 20n * token,
            totalStaked: 400n * token,
            totalUnstaked: 100n * token,
            totalSlashed: 280n * token,
          },
        ],
      },
    ],
  ]);
});

test("a slash is completed by its companion, or stands without", async () => {
  await story(blocks, [
    [
      `{ slashes(orderBy: sequence) { id amount reason reasonText stakeBefore stakeAfter capBefore capAfter requested
          evidenceHash slasher { id } execution { id } } }`,
      {
        slashes: [
          {
            id: factId(hash(60), 0),
            amount: 180n * token,
            reason: bytes32("MISSED_REVEAL"),
            reasonText: "MISSED_REVEAL",
            stakeBefore: 300n * token,
            stakeAfter: 120n * token,
            capBefore: capOf300,
            capAfter: capOf120,
            requested: 200n * token,
            evidenceHash: hash(99),
            slasher: { id: judge },
            execution: { id: factId(hash(60), 1) },
          },
          {
            id: factId(hash(80), 0),
            amount: 100n * token,
            reason: `0x${"ff".repeat(32)}`,
            reasonText: null,
            stakeBefore: 120n * token,
            stakeAfter: 20n * token,
            capBefore: capOf120,
            capAfter: 0n,
            requested: null,
            evidenceHash: null,
            slasher: null,
            execution: null,
          },
        ],
      },
    ],
    [
      `{ slashExecutions { id slash { id } isAuthorized requested actual stakeBefore stakeAfter evidenceHash } }`,
      {
        slashExecutions: [
          {
            id: factId(hash(60), 1),
            slash: { id: factId(hash(60), 0) },
            isAuthorized: true,
            requested: 200n * token,
            actual: 180n * token,
            stakeBefore: 300n * token,
            stakeAfter: 120n * token,
            evidenceHash: hash(99),
          },
        ],
      },
    ],
    [
      `{ slashers { id isAuthorized authorizedAtBlock revokedAtBlock slashCount totalSlashed totalRequested
          slashes { id } changes(orderBy: sequence) { isAuthorized wasAuthorized } } }`,
      {
        slashers: [
          {
            id: judge,
            isAuthorized: false,
            authorizedAtBlock: 1n,
            revokedAtBlock: 9n,
            slashCount: 1n,
            totalSlashed: 180n * token,
            totalRequested: 200n * token,
            slashes: [{ id: factId(hash(60), 0) }],
            changes: [
              { isAuthorized: true, wasAuthorized: false },
              { isAuthorized: false, wasAuthorized: true },
            ],
          },
        ],
      },
    ],
  ]);
});

test("a slash lowers what counts at once, a clamp what is stored", async () => {
  const query = (number: number) =>
    `{ sinkCapacities(block: { number: ${number} }) { stored smoothed cap taskType { totalCapacity effectiveCapacity } } }`;
  const answer = (stored: bigint, smoothed: bigint, cap: bigint) => ({
    sinkCapacities: [
      { stored, smoothed, cap, taskType: { totalCapacity: stored, effectiveCapacity: smoothed } },
    ],
  });
  await story(blocks, [
    [query(5), answer(16n * unit, 16n * unit, capOf300)],
    [query(6), answer(16n * unit, capOf120, capOf120)],
    [query(7), answer(capOf120, capOf120, capOf120)],
    [query(8), answer(capOf120, 0n, 0n)],
    [
      `{ capacityClamps { smoothedBefore smoothed } }`,
      { capacityClamps: [{ smoothedBefore: 16n * unit, smoothed: capOf120 }] },
    ],
  ]);
});
