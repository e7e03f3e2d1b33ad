import type { StepSeries } from "@manometer/analytics/steps";
import { apiError } from "../errors.ts";
import type { Asker } from "./Asker.ts";
import type { Block } from "./Blocks.ts";

const fields = {
  minSinkStake: "MIN_SINK_STAKE",
  stakeUnit: "STAKE_UNIT",
  capacityPrecision: "CAPACITY_PRECISION",
  commitTimeout: "COMMIT_TIMEOUT",
  rebalanceThresholdBps: "REBALANCE_THRESHOLD_BPS",
  drainRatePerCapacity: "DRAIN_RATE_PER_CAPACITY",
} as const;

type Name = keyof typeof fields;

/** The network's parameters from a moment up to a block, each in its own unit. */
export type Parameters = { readonly [name in Name]: StepSeries<bigint> };

type Change = {
  readonly name: string;
  readonly oldValue: string;
  readonly newValue: string;
  readonly blockNumber: string;
  readonly timestamp: string;
};

type Answer = {
  readonly protocols: readonly { readonly [name in Name]: string }[];
  readonly changes: readonly Change[];
};

const names = Object.keys(fields) as Name[];
const MOST = 1000;

/** The parameters of a block, and how they changed since a moment. */
export const PARAMETERS = `query Parameters($from: BigInt!, $names: [String!]!, $block: Block_height!) {
  protocols(first: 1, block: $block) { ${names.join(" ")} }
  changes: parameterChanges(first: ${MOST}, orderBy: sequence, where: { name_in: $names, timestamp_gte: $from }, block: $block) {
    name oldValue newValue blockNumber timestamp
  }
}`;

/**
 * The parameters since a moment (seconds), as a block knows them.
 * @throws BAD_WINDOW where they changed too often
 */
export async function parametersSince(subgraph: Asker, block: Block, from: bigint): Promise<Parameters> {
  const variables = { from: String(from), names: Object.values(fields), block: block.height };
  const { protocols, changes } = await subgraph.ask<Answer>(PARAMETERS, variables);
  if (changes.length === MOST) {
    throw apiError("BAD_WINDOW", `Parameters changed ${MOST} times or more since its start: shorten it.`);
  }
  const series = (name: Name): StepSeries<bigint> => {
    const own = changes.filter((change) => change.name === fields[name]);
    return {
      initial: BigInt(own[0]?.oldValue ?? protocols[0]?.[name] ?? 0),
      steps: own.map((change) => ({
        block: BigInt(change.blockNumber),
        at: BigInt(change.timestamp),
        value: BigInt(change.newValue),
      })),
    };
  };
  return {
    minSinkStake: series("minSinkStake"),
    stakeUnit: series("stakeUnit"),
    capacityPrecision: series("capacityPrecision"),
    commitTimeout: series("commitTimeout"),
    rebalanceThresholdBps: series("rebalanceThresholdBps"),
    drainRatePerCapacity: series("drainRatePerCapacity"),
  };
}
