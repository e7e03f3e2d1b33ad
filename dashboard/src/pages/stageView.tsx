import type { StageView } from "../charts/StageRow.tsx";
import { GoTo } from "../parts/GoTo.tsx";
import { taskName } from "../values/names.ts";
import type { Table } from "../values/table.ts";

type StageCapacity = {
  readonly taskTypeId: string;
  readonly position: number;
  readonly capacity: string;
  readonly effective: string;
  readonly slack: string;
  readonly isBottleneck: boolean;
};

type StagedPipeline = { readonly id: string; readonly effectiveCapacities: readonly StageCapacity[] };

/** The stages of pipelines in rows. */
export function stageTable(name: string, pipelines: readonly StagedPipeline[]): Table {
  return {
    name,
    columns: [
      "pipeline",
      "position",
      "task_type",
      "capacity_units",
      "effective_units",
      "slack_units",
      "is_bottleneck",
    ],
    rows: pipelines.flatMap(({ id, effectiveCapacities }) =>
      effectiveCapacities.map(({ position, taskTypeId, capacity, effective, slack, isBottleneck }) => [
        id,
        position,
        taskName(taskTypeId),
        capacity,
        effective,
        slack,
        isBottleneck,
      ]),
    ),
  };
}

/** A stage as it is drawn, with a link to its task type. */
export function stageView({
  taskTypeId,
  capacity,
  effective,
  slack,
  isBottleneck,
}: StageCapacity): StageView {
  return {
    id: taskTypeId,
    name: <GoTo to={`/tasks/${taskTypeId}`}>{taskName(taskTypeId)}</GoTo>,
    capacity,
    effective,
    slack,
    isBottleneck,
  };
}
