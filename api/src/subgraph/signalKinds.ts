import type { Hex, LogPlace } from "@manometer/analytics/audit/ChainLog";
import type { Contracts } from "@manometer/analytics/audit/Scope";
import { kind, type LogKind } from "./logKinds.ts";

type Ref = { readonly id: Hex };
type Signal = { readonly taskType: Ref; readonly sink: Ref };

const PAIR = "taskType { id } sink { id }";

function pairAt({ taskType, sink }: Signal, at: (contract: Hex) => LogPlace, contracts: Contracts) {
  return { ...at(contracts.capacityRegistry), taskTypeId: taskType.id, sink: sink.id };
}

/** What a sink tells the registry, and what the registry tells of it: CapacityCommitted, … */
export const SIGNALS: readonly LogKind[] = [
  kind<Signal & { commitHash: Hex }>("commits", `${PAIR} commitHash`, (row, at, contracts) => ({
    ...pairAt(row, at, contracts),
    event: "CapacityCommitted",
    commitHash: row.commitHash,
  })),
  kind<Signal & { raw: string; smoothed: string }>(
    "reveals",
    `${PAIR} raw smoothed`,
    (row, at, contracts) => ({
      ...pairAt(row, at, contracts),
      event: "CapacityRevealed",
      raw: row.raw,
      smoothed: row.smoothed,
    }),
  ),
  kind<Signal & { initialCapacity: string }>(
    "sinkRegistrations",
    `${PAIR} initialCapacity`,
    (row, at, contracts) => ({
      ...pairAt(row, at, contracts),
      event: "SinkRegistered",
      initialCapacity: row.initialCapacity,
    }),
  ),
  kind<Signal>("sinkDeregistrations", PAIR, (row, at, contracts) => ({
    ...pairAt(row, at, contracts),
    event: "SinkDeregistered",
  })),
  kind<Signal & { smoothed: string }>("capacityClamps", `${PAIR} smoothed`, (row, at, contracts) => ({
    ...pairAt(row, at, contracts),
    event: "CapacityClamped",
    smoothed: row.smoothed,
  })),
];
