import type { Read } from "@manometer/analytics/metrics/observed";
import { runOf } from "@manometer/analytics/metrics/run";
import type { Fact, FactKind } from "./FactKind.ts";
import type { History } from "./History.ts";

/** A reveal, by what it left of its task type's capacity (units of capacity). */
export type TotalFact = Fact & { readonly totalCapacityAfter: string };

/** The reveals of a TaskType. */
export const TOTALS: FactKind = {
  parents: "taskTypes",
  facts: "reveals",
  order: "sequence",
  at: "timestamp",
  fields: "totalCapacityAfter",
  hasBefore: true,
  noun: "reveals",
  buckets: null,
};

/** A task type's whole capacity after each of its reveals. */
export function totalsOf({ before, head }: History<TotalFact, never>): Read {
  const values = head.map((fact) => BigInt(fact.totalCapacityAfter));
  return {
    before: before === null ? null : BigInt(before.totalCapacityAfter),
    runs: head.map((fact, index) => runOf({ at: BigInt(fact.at), value: values[index] ?? 0n })),
    values,
  };
}
