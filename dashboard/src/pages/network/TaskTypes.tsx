import type { ReactNode } from "react";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { taskName } from "../../values/names.ts";
import { type TaskType, TaskTypeCard } from "./TaskTypeCard.tsx";

type Props = { taskTypes: readonly TaskType[] | undefined; source: PanelSource };

/** Each task type: its pressure, its capacity, how it is spread, and whether its pool follows. */
export function TaskTypes({ taskTypes = [], source }: Props): ReactNode {
  return (
    <Panel
      title="Task types"
      lead="The gauge shows how full the buffer is. A full buffer turns deposits away."
      source={source}
      table={tableOf(taskTypes)}
      empty={taskTypes.length === 0 && "No task type is registered yet."}
    >
      <ul className="cards">
        {taskTypes.map((taskType) => (
          <TaskTypeCard key={taskType.id} taskType={taskType} />
        ))}
      </ul>
    </Panel>
  );
}

function tableOf(taskTypes: readonly TaskType[]) {
  return {
    name: "task-types",
    columns: [
      "task_type",
      "id",
      "sinks",
      "capacity_units",
      "hhi",
      "effective_sinks",
      "level_wei",
      "max_wei",
      "pressure",
      "rebalances",
      "rebalance_due",
      "drift",
      "share_drift",
    ],
    rows: taskTypes.map(({ id, sinkCount, effectiveCapacity, concentration, buffer, rebalancing }) => [
      taskName(id),
      id,
      sinkCount,
      effectiveCapacity,
      concentration.hhi,
      concentration.effectiveSinks,
      buffer.level,
      buffer.max,
      buffer.pressure,
      rebalancing.rebalances,
      rebalancing.isDue,
      rebalancing.drift,
      rebalancing.shareDrift,
    ]),
  };
}
