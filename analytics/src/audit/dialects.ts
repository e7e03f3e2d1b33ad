import type { ParameterName } from "./Scope.ts";

/** How a deployment's contracts differ from the blueprint's, as far as audits turn on it. */
export type Dialect = {
  /** The parameters that no ParamUpdated tells, each in its own unit. */
  readonly parameters: Readonly<Partial<Record<ParameterName, bigint>>>;
  /** Whether capacities are told after the cap, so that no log shows an over-claim. */
  readonly isRawCapped: boolean;
  /** Whether a sink's first stored EWMA is α of what it declares; else it is all of it. */
  readonly isRegistrationSmoothed: boolean;
};

/** Contracts that speak as the blueprint says, and tell their parameters. */
const BLUEPRINT: Dialect = { parameters: {}, isRawCapped: false, isRegistrationSmoothed: true };

/** Every other dialect, by the name that the index and networks.json have for it: subgraph/scripts/dialects.ts. */
export const DIALECTS: Readonly<Record<string, Dialect>> = {
  aggregator: {
    parameters: {
      MIN_SINK_STAKE: 100n * 10n ** 18n,
      STAKE_UNIT: 10n ** 18n,
      CAPACITY_PRECISION: 10n ** 9n,
      EWMA_ALPHA_BPS: 3000n,
      COMMIT_TIMEOUT: 20n,
    },
    isRawCapped: true,
    isRegistrationSmoothed: false,
  },
};

/** The dialect of a name; the blueprint's without one. Throws on a name that nobody has explained. */
export function dialectOf(name: string | undefined): Dialect {
  if (name === undefined) return BLUEPRINT;
  const dialect = Object.hasOwn(DIALECTS, name) ? DIALECTS[name] : undefined;
  if (dialect !== undefined) return dialect;
  throw new Error(
    `there is no dialect "${name}", only ${Object.keys(DIALECTS).join(", ")}: take a newer release`,
  );
}
