import { totalCapacity } from "@manometer/analytics/metrics/effectiveCapacity";
import type { StageCapacity } from "@manometer/analytics/metrics/pipelineCapacity";
import type { Histories } from "./subgraph/Histories.ts";
import type { Question } from "./subgraph/History.ts";

/** A stage as the resolvers of its pipeline ask for it. */
export type StageRow = {
  readonly manometer_id: string;
  readonly manometer_position: number;
  readonly manometer_taskType: { readonly manometer_id: string; readonly manometer_capacity: string };
};

/** A stage in its place; `index` is where it stood in the answer. */
export type Placed = {
  readonly stageId: string;
  readonly taskTypeId: string;
  readonly position: number;
  readonly capacity: bigint;
  readonly index: number;
};

/** The stages from the first (upstream) to the last (downstream). */
export function ordered(rows: readonly StageRow[]): Placed[] {
  return rows
    .map((row, index) => ({
      stageId: row.manometer_id,
      taskTypeId: row.manometer_taskType.manometer_id,
      position: row.manometer_position,
      capacity: BigInt(row.manometer_taskType.manometer_capacity),
      index,
    }))
    .sort((a, b) => a.position - b.position);
}

/** The stages with their figures, in the same order. */
export function stageRows(stages: readonly Placed[], figures: readonly StageCapacity[]) {
  return figures.map((figure, index) => ({ ...stages[index], ...figure }));
}

/** Σ of effective capacities of each stage's task type, and the window that was read: the earliest of all stages'. */
export async function stagesOver(histories: Histories, stages: readonly Placed[], question: Question) {
  const reads = await Promise.all(
    stages.map(({ taskTypeId }) => histories.taskTypes.hourly(taskTypeId, question)),
  );
  const series = reads.map(({ sinks }) => totalCapacity(sinks.map(({ effective }) => effective)));
  const coarsest = reads.find(({ resolution }) => resolution !== "RAW") ?? reads[0];
  return {
    series,
    window: coarsest?.window ?? question.window,
    resolution: coarsest?.resolution ?? ("RAW" as const),
  };
}
