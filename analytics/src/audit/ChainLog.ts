/** Hex with `0x`, in lower case. */
export type Hex = `0x${string}`;

/** A whole number as a decimal string: amounts in token wei, capacities in units of capacity. */
export type Amount = string;

/** Where a log stands on the chain; `contract` is who emitted it. */
export type LogPlace = {
  readonly contract: Hex;
  readonly blockNumber: number;
  /** Position of the log in its block, from 0. */
  readonly logIndex: number;
  readonly transactionHash: Hex;
};

/** The contracts' events that an audit reads, with their arguments under the names of the ABI. */
export type EventArguments = {
  readonly Staked: { readonly sink: Hex; readonly amount: Amount; readonly totalStake: Amount };
  readonly Unstaked: { readonly sink: Hex; readonly amount: Amount };
  readonly Slashed: { readonly sink: Hex; readonly amount: Amount; readonly reason: Hex };
  readonly SlashExecuted: {
    readonly sink: Hex;
    readonly slasher: Hex;
    readonly requested: Amount;
    readonly actual: Amount;
    readonly stakeBefore: Amount;
    readonly stakeAfter: Amount;
    readonly evidenceHash: Hex;
  };
  readonly SlasherSet: { readonly slasher: Hex; readonly authorized: boolean };
  readonly ParamUpdated: { readonly key: Hex; readonly oldValue: Amount; readonly newValue: Amount };
  readonly CapacityCommitted: { readonly taskTypeId: Hex; readonly sink: Hex; readonly commitHash: Hex };
  readonly CapacityRevealed: {
    readonly taskTypeId: Hex;
    readonly sink: Hex;
    readonly raw: Amount;
    readonly smoothed: Amount;
  };
  readonly SinkRegistered: {
    readonly taskTypeId: Hex;
    readonly sink: Hex;
    readonly initialCapacity: Amount;
  };
  readonly SinkDeregistered: { readonly taskTypeId: Hex; readonly sink: Hex };
  readonly CapacityClamped: { readonly taskTypeId: Hex; readonly sink: Hex; readonly smoothed: Amount };
  readonly Rebalanced: {
    readonly taskTypeId: Hex;
    readonly sinkCount: Amount;
    readonly totalCapacity: Amount;
  };
  readonly Drained: { readonly taskTypeId: Hex; readonly sink: Hex; readonly amount: Amount };
};

/** The name of an event that an audit reads. */
export type EventName = keyof EventArguments;

/** A decoded log of one event: its place, and its arguments beside it. */
export type LogOf<Name extends EventName> = LogPlace & { readonly event: Name } & EventArguments[Name];

/** A decoded log that an audit reads. Nothing in it depends on who decoded it. */
export type ChainLog = { readonly [Name in EventName]: LogOf<Name> }[EventName];

/** A moment of the chain's order: what stands before a log is what has a smaller position. */
export type Position = Pick<LogPlace, "blockNumber" | "logIndex">;

/** The order of the chain: negative where `a` comes first, 0 for the same log. */
export function inChainOrder(a: Position, b: Position): number {
  return a.blockNumber - b.blockNumber || a.logIndex - b.logIndex;
}

/**
 * The id of a log: transaction hash ++ log index as 4 bytes, little-endian, as the index names facts.
 * @example logId({ transactionHash: "0x5c…e6", logIndex: 3 }) // "0x5c…e603000000"
 */
export function logId({ transactionHash, logIndex }: Pick<LogPlace, "transactionHash" | "logIndex">): Hex {
  const bytes = [0, 8, 16, 24].map((shift) => ((logIndex >>> shift) & 0xff).toString(16).padStart(2, "0"));
  return `${transactionHash}${bytes.join("")}`;
}

/** Whether a log is of an event. */
export function isEvent<Name extends EventName>(log: ChainLog, event: Name): log is LogOf<Name> & ChainLog {
  return log.event === event;
}
