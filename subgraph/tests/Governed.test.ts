import { test } from "vitest";
import { alice, bob, judge, payer, token, transcribe, unit } from "./cast.ts";
import { addressOf, emit, param } from "./events.ts";
import { block, constructors, story } from "./story.ts";

test("each parameter is known by name, by contract, and with its history", async () => {
  const nameless = `0x${"00".repeat(31)}01`;
  const blocks = [
    block(
      1,
      constructors(),
      param("StakeManager", "UNBONDING_DELAY", 3n),
      param("CapacityRegistry", "MAX_SINKS", 64n),
      param("BackpressurePool", "REBALANCE_THRESHOLD_BPS", 500n),
      param("BackpressurePool", "UNIT_SCALE", 10n ** 9n),
      param("EscrowBuffer", "DRAIN_RATE_PER_CAPACITY", 11n),
      param("Pipeline", "MAX_STAGES", 8n),
      param("StakeManager", "TREASURY", BigInt(judge)),
      param("BackpressurePool", "TREASURY", BigInt(payer)),
      emit("CapacityRegistry", "ParamUpdated", nameless, 0n, 5n),
    ),
    block(4, param("CapacityRegistry", "MAX_SINKS", 80n, 64n)),
  ];
  const treasury = (contract: "StakeManager" | "BackpressurePool", value: string) => ({
    contract: addressOf(contract),
    value: BigInt(value),
    updatedAtBlock: 1n,
    changes: [{ oldValue: 0n, newValue: BigInt(value) }],
  });
  await story(blocks, [
    [
      `{ protocols { capacityPrecision minSinkStake stakeUnit unbondingDelay ewmaAlphaBps commitTimeout maxSinks
          rebalanceThresholdBps unitScale drainRatePerCapacity maxStages } }`,
      {
        protocols: [
          {
            capacityPrecision: 10n ** 9n,
            minSinkStake: 100n * token,
            stakeUnit: token,
            unbondingDelay: 3n,
            ewmaAlphaBps: 3000n,
            commitTimeout: 20n,
            maxSinks: 80n,
            rebalanceThresholdBps: 500n,
            unitScale: 10n ** 9n,
            drainRatePerCapacity: 11n,
            maxStages: 8n,
          },
        ],
      },
    ],
    [
      `{ parameters(where: { name: "TREASURY" }) { contract value updatedAtBlock changes { oldValue newValue } } }`,
      { parameters: [treasury("StakeManager", judge), treasury("BackpressurePool", payer)] },
    ],
    [
      `{ parameterChanges(where: { name: "MAX_SINKS" }, orderBy: sequence) { oldValue newValue parameter { value } } }`,
      {
        parameterChanges: [
          { oldValue: 0n, newValue: 64n, parameter: { value: 80n } },
          { oldValue: 64n, newValue: 80n, parameter: { value: 80n } },
        ],
      },
    ],
    [
      `{ parameters(where: { key: "${nameless}" }) { id name value } }`,
      { parameters: [{ id: addressOf("CapacityRegistry") + nameless.slice(2), name: nameless, value: 5n }] },
    ],
  ]);
});

test("all caps follow a parameter that they depend on", async () => {
  const register = (sink: string, stake: bigint, smoothed: bigint) => [
    emit("StakeManager", "Staked", sink, stake, stake),
    emit("CapacityRegistry", "SinkRegistered", transcribe, sink, 1n),
    emit("CapacityRegistry", "CapacityRevealed", transcribe, sink, smoothed, smoothed),
  ];
  const blocks = [
    block(1, constructors()),
    block(3, register(alice, 100n * token, 9n * unit), register(bob, 400n * token, 18n * unit)),
    block(4, param("StakeManager", "MIN_SINK_STAKE", 200n * token, 100n * token)),
    block(5, param("StakeManager", "STAKE_UNIT", 4n * token, token)),
  ];
  const query = (number: number) =>
    `{ sinkCapacities(block: { number: ${number} }) { sink { id cap } cap stored smoothed }
       taskTypes(block: { number: ${number} }) { totalCapacity effectiveCapacity } }`;
  const row = (id: string, cap: bigint, stored: bigint, smoothed: bigint) => ({
    sink: { id, cap },
    cap,
    stored,
    smoothed,
  });
  await story(blocks, [
    [
      query(3),
      {
        sinkCapacities: [
          row(alice, 10n * unit, 9n * unit, 9n * unit),
          row(bob, 20n * unit, 18n * unit, 18n * unit),
        ],
        taskTypes: [{ totalCapacity: 27n * unit, effectiveCapacity: 27n * unit }],
      },
    ],
    [
      query(4),
      {
        sinkCapacities: [row(alice, 0n, 9n * unit, 0n), row(bob, 20n * unit, 18n * unit, 18n * unit)],
        taskTypes: [{ totalCapacity: 27n * unit, effectiveCapacity: 18n * unit }],
      },
    ],
    [
      query(5),
      {
        sinkCapacities: [row(alice, 0n, 9n * unit, 0n), row(bob, 10n * unit, 18n * unit, 10n * unit)],
        taskTypes: [{ totalCapacity: 27n * unit, effectiveCapacity: 10n * unit }],
      },
    ],
  ]);
});
