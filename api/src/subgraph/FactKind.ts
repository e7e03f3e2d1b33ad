/** A kind of fact that belongs to parents, as graph-node's query names it. */
export type FactKind = {
  /** Root collection of the parents. */
  readonly parents:
    | "sinkCapacities"
    | "sinks"
    | "taskTypes"
    | "buffers"
    | "poolMembers"
    | "pools"
    | "pipelines";
  /** Field of a parent that holds its facts; with `reference`, the root collection of the facts. */
  readonly facts: string;
  /** Field of a fact that names its parent, where the parent does not list its facts. */
  readonly reference?: string;
  /** Field of a fact that orders it among its parent's, unique there. */
  readonly order: string;
  /** Field of a fact that holds its moment, in seconds. */
  readonly at: string;
  /** Its other fields that are read. */
  readonly fields: string;
  /** What people call these facts. */
  readonly noun: string;
  /** How its hours and days are read; null where graph-node rolls up none. */
  readonly buckets: { readonly stats: string; readonly fields: string } | null;
};

/** What is read of every fact. */
export type Fact = { readonly order: string; readonly at: string };

/** A Reveal: units of capacity. */
export type RevealFact = Fact & {
  readonly raw: string;
  readonly cap: string;
  readonly capped: string;
  readonly smoothed: string;
  readonly alphaBps: string;
};

/** A Commitment: blocks. */
export type CommitmentFact = Fact & {
  readonly committedAtBlock: string;
  readonly expiresAfterBlock: string;
  readonly revealedAtBlock: string | null;
};

/** A Drain: token wei. */
export type DrainFact = Fact & { readonly amount: string };

/** An hour or a day of Drains. */
export type DrainStats = { readonly firstAt: string; readonly amountSum: string };

/** An hour or a day of Reveals; see CapacityStats. */
export type CapacityStats = { readonly [field in RevealStatField | (typeof wholeFields)[number]]: string };

/** The figures that CapacityStats keeps for each of raw, capped and smoothed. */
type RevealStatField =
  | `${"raw" | "capped" | "smoothed"}${"Sum" | "SquareSum" | "Min" | "Max" | "First" | "Last" | "TimeSum" | "SquareTimeSum"}`
  | `first${"Raw" | "Capped" | "Smoothed"}Held`;

const wholeFields = [
  "count",
  "firstAt",
  "lastAt",
  "elapsedSum",
  "firstElapsed",
  "overclaimCount",
  "overclaimSum",
  "trackingErrorSquareSum",
] as const;
const bases = ["raw", "capped", "smoothed"];
const figures = ["Sum", "SquareSum", "Min", "Max", "First", "Last", "TimeSum", "SquareTimeSum"];
const statFields = bases.flatMap((basis) => figures.map((figure) => basis + figure)).join(" ");

/** The reveals of a SinkCapacity. */
export const REVEALS: FactKind = {
  parents: "sinkCapacities",
  facts: "reveals",
  order: "sequence",
  at: "timestamp",
  fields: "raw cap capped smoothed alphaBps",
  noun: "reveals",
  buckets: {
    stats: "capacityStats",
    fields: `${wholeFields.join(" ")} firstRawHeld firstCappedHeld firstSmoothedHeld ${statFields}`,
  },
};

/** The commitments of a SinkCapacity. */
export const COMMITMENTS: FactKind = {
  parents: "sinkCapacities",
  facts: "commitments",
  order: "committedAtBlock",
  at: "committedAt",
  fields: "committedAtBlock expiresAfterBlock revealedAtBlock",
  noun: "commitments",
  buckets: null,
};

/** What buffers have paid a Sink. */
export const DRAINS: FactKind = {
  parents: "sinks",
  facts: "drains",
  order: "sequence",
  at: "timestamp",
  fields: "amount",
  noun: "payments",
  buckets: { stats: "drainStats", fields: "firstAt amountSum" },
};

/** A change of a sink's stake: token wei. */
export type StakeFact = Fact & {
  readonly stake: string;
  readonly staked: string;
  readonly unstaked: string;
  readonly slashed: string;
};

const stakeStatFields = [
  "count",
  "firstAt",
  "lastAt",
  "stakedSum",
  "unstakedSum",
  "slashedSum",
  "stakeMin",
  "stakeMax",
  "stakeFirst",
  "stakeLast",
  "elapsedSum",
  "stakeTimeSum",
  "stakeSquareTimeSum",
  "firstElapsed",
  "firstStakeHeld",
] as const;

/** An hour or a day of a sink's stake; see StakeStats. */
export type StakeStats = { readonly [field in (typeof stakeStatFields)[number]]: string };

/** The changes of a Sink's stake. */
export const STAKES: FactKind = {
  parents: "sinks",
  facts: "stakePoints",
  reference: "sink",
  order: "id",
  at: "at",
  fields: "stake staked unstaked slashed",
  noun: "changes of a stake",
  buckets: { stats: "stakeStats", fields: stakeStatFields.join(" ") },
};
