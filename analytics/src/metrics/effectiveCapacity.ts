import { combine, type StepSeries } from "../steps.ts";
import { type CapParameters, capOf } from "./cap.ts";

/** The parameters of the cap over time. */
export type CapHistory = { readonly [name in keyof CapParameters]: StepSeries<bigint> };

/** What a sink's effective capacity follows from, over time. */
export type CapacityHistory = {
  /** The EWMA as the registry stores it (units of capacity); null while the sink is not registered. */
  readonly stored: StepSeries<bigint | null>;
  /** Its stake (token wei). */
  readonly stake: StepSeries<bigint>;
};

/**
 * A sink's effective capacity over time: min(stored, cap), in units of capacity; null while it is not registered.
 * The cap follows the stake and the parameters of the moment.
 */
export function effectiveCapacity(
  { stored, stake }: CapacityHistory,
  { minSinkStake, stakeUnit, capacityPrecision }: CapHistory,
): StepSeries<bigint | null> {
  const cap = combine(
    [stake, minSinkStake, stakeUnit, capacityPrecision],
    ([amount, least, unit, precision]) =>
      capOf(amount ?? 0n, {
        minSinkStake: least ?? 0n,
        stakeUnit: unit ?? 0n,
        capacityPrecision: precision ?? 0n,
      }),
  );
  return combine<bigint | null, bigint | null>([stored, cap], ([value, most]) =>
    value == null || most == null ? null : value < most ? value : most,
  );
}

/** Σ of the capacities of all registered sinks over time, in units of capacity. */
export function totalCapacity(sinks: readonly StepSeries<bigint | null>[]): StepSeries<bigint> {
  return combine(sinks, (values) => values.reduce<bigint>((sum, value) => sum + (value ?? 0n), 0n));
}
