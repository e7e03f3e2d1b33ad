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
  /** Its other fields that are read: no more than the figures need, for each costs graph-node time. */
  readonly fields: string;
  /** Whether the newest fact before a window is read too: what held when it began. */
  readonly hasBefore: boolean;
  /** What people call these facts. */
  readonly noun: string;
  /** How its hours and days are read; null where graph-node rolls up none. */
  readonly buckets: { readonly stats: string; readonly fields: string } | null;
};

/** What is read of every fact. */
export type Fact = { readonly order: string; readonly at: string };

/** What is read of every hour and day: its number of facts. */
export type Stats = { readonly count: string };
