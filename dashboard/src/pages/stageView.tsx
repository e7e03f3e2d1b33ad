import type { StageView } from "../charts/StageRow.tsx";
import { GoTo } from "../parts/GoTo.tsx";
import { taskName } from "../values/names.ts";

type StageCapacity = {
  readonly taskTypeId: string;
  readonly position: number;
  readonly capacity: string;
  readonly effective: string;
  readonly slack: string;
  readonly isBottleneck: boolean;
};

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
