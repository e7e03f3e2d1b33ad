import type { ReactNode } from "react";
import type { SinkQuery } from "../../../generated/Sink/graphql.ts";
import { GoTo } from "../../parts/GoTo.tsx";
import { taskName } from "../../values/names.ts";

/** How a sink behaves in one task type. */
export type Signal = NonNullable<SinkQuery["signal"]>["capacities"][number];

type Props = { signals: readonly Signal[]; chosen: string | undefined; choose: (task: string) => void };

/** Chooses which of the sink's task types the next panels are about. */
export function TaskChoice({ signals, chosen, choose }: Props): ReactNode {
  if (chosen === undefined) return null;
  return (
    <div className="choice">
      <fieldset className="segments">
        <legend>Serving</legend>
        {signals.map(({ id, taskType, isRegistered }) => (
          <button
            key={id}
            type="button"
            aria-pressed={taskType.id === chosen}
            onClick={() => choose(taskType.id)}
          >
            {taskName(taskType.id)}
            {isRegistered ? "" : " (left)"}
          </button>
        ))}
      </fieldset>
      <GoTo to={`/tasks/${chosen}`}>All of {taskName(chosen)}</GoTo>
    </div>
  );
}
