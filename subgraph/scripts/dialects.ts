/** An event as Solidity declares it, without the word event. */
export type Declaration = `${string}(${string})`;

/** How a deployment's contracts differ from the blueprint's. */
export type Dialect = {
  /** The events of each contract that have another form. */
  events: Readonly<Record<string, readonly Declaration[]>>;
  /** Whether CapacityRevealed and SinkRegistered tell capacities after the cap. */
  isRawCapped: boolean;
  /** Whether a sink's first stored EWMA is α of what it declares; else it is all of it. */
  isRegistrationSmoothed: boolean;
  /** Whether an aggregator reveals capacities too, without a commitment. */
  hasAggregator: boolean;
  /** The parameters in force from the start, by contract: what constructors do not tell by ParamUpdated. */
  parameters: Readonly<Record<string, Readonly<Record<string, bigint>>>>;
};

/** The dialect of contracts that speak as the blueprint says and tell their parameters: the manifest as it is written. */
export const BLUEPRINT = "blueprint";

/** Every other dialect, by the name that networks.json uses. */
export const DIALECTS: Readonly<Record<string, Dialect>> = {
  // The deployment of 2026-03-16 on Base Sepolia. Its cap is isqrt(stake · 1e18 / STAKE_UNIT), so its precision is 1e9.
  aggregator: {
    events: {
      StakeManager: [
        "Unstaked(address indexed sink, uint256 amount, uint256 totalStake)",
        "Slashed(address indexed sink, uint256 amount, bytes32 indexed reason)",
      ],
    },
    isRawCapped: true,
    isRegistrationSmoothed: false,
    hasAggregator: true,
    parameters: {
      StakeManager: {
        MIN_SINK_STAKE: 100n * 10n ** 18n,
        STAKE_UNIT: 10n ** 18n,
        CAPACITY_PRECISION: 10n ** 9n,
      },
      CapacityRegistry: { EWMA_ALPHA_BPS: 3000n, COMMIT_TIMEOUT: 20n },
      BackpressurePool: { REBALANCE_THRESHOLD_BPS: 500n, UNIT_SCALE: 10n ** 9n },
      EscrowBuffer: { DRAIN_RATE_PER_CAPACITY: 0n },
    },
  },
};

/** The dialect of a name; null for the blueprint's. Throws, naming those that there are, on any other. */
export function dialectOf(name: string): Dialect | null {
  if (name === BLUEPRINT) return null;
  const dialect = Object.hasOwn(DIALECTS, name) ? DIALECTS[name] : undefined;
  if (dialect !== undefined) return dialect;
  const known = [BLUEPRINT, ...Object.keys(DIALECTS)].join(", ");
  throw new Error(
    `there is no dialect "${name}", only ${known}: name one of them, or add it to scripts/dialects.ts`,
  );
}
