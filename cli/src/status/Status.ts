import type { VersionStatus } from "../versions/Versions.ts";

/** What a part of a stack is, as far as it can be asked. */
export type PartKind = "chain" | "database" | "graph-node" | "api" | "other";

/** One process of a stack. */
export type Part = {
  name: string;
  kind: PartKind;
  pid: number;
  isAlive: boolean;
  /** Null where the process is gone or may not be looked at. */
  uptimeSeconds: number | null;
  /** What it and its children occupy (bytes), what they share counted once. */
  memoryBytes: number | null;
  /** Ports that it listens on. */
  ports: number[];
};

/** A block, and when it was (seconds since 1970; null where nobody says). */
export type BlockAt = { number: number; time: number | null };

/** The chain that is indexed; `head` is null where its RPC did not answer. */
export type ChainState = { url: string; head: BlockAt | null; error: string | null };

/** A version of the subgraph: the one that is served, the next one, or one that is kept for a rollback. */
export type IndexState = Omit<VersionStatus, "isFailed"> & { role: "current" | "next" | "kept" };

/** What an API says of itself. */
export type ApiState = {
  name: string;
  url: string;
  /** Whether it answered at all. */
  answers: boolean;
  isReady: boolean;
  /** Why it is not ready, or why it did not answer; null where all is well. */
  reason: string | null;
  block: BlockAt | null;
  /** Blocks that its index is behind the chain, as it says; null where it does not know. */
  lagBlocks: number | null;
};

/** How far a replica is behind its primary (bytes of its log; seconds, 0 where nothing waits). */
export type ReplicaState = { name: string; lagBytes: number; lagSeconds: number };

/** What PostgreSQL says: bytes of the database, and its largest entities with their estimated rows. */
export type DatabaseState = {
  bytes: number | null;
  entities: { name: string; rows: number }[];
  replicas: ReplicaState[];
  error: string | null;
};

/** Bytes of the data directory, and of its disk. */
export type DiskState = { folder: string; usedBytes: number; freeBytes: number; totalBytes: number };

/** What is wrong, and what to do. */
export type Problem = { what: string; advice: string };

/** Everything that is known of a stack, or of one API, at one moment. */
export type Status = {
  /** The data directory or the API that was asked. */
  source: string;
  /** ISO 8601. */
  at: string;
  parts: Part[];
  chain: ChainState | null;
  indexes: IndexState[];
  apis: ApiState[];
  database: DatabaseState | null;
  disk: DiskState | null;
  /** Whether the served version was built from what is built now; null where that cannot be told. */
  isBuildCurrent: boolean | null;
  /** Problems that whoever read them found; those that follow from the rest come from `problemsOf`. */
  found: Problem[];
};
