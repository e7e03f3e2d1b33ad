import { type ReactNode, useMemo } from "react";
import type { NetworkQuery } from "../../../generated/Network/graphql.ts";
import { Chart } from "../../charts/Chart.tsx";
import { colourOf } from "../../charts/colours.ts";
import { type SharesData, shares } from "../../charts/shares.ts";
import { GoTo } from "../../parts/GoTo.tsx";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { momentOf } from "../../values/moment.ts";
import { short, taskName } from "../../values/names.ts";

type TaskType = NonNullable<NetworkQuery["shares"]>["taskTypes"][number];
type Props = { taskTypes: readonly TaskType[] | undefined; source: PanelSource };

/** Which sink gets which part of each task type's stream, over time. */
export function Shares({ taskTypes = [], source }: Props): ReactNode {
  const shown = taskTypes.filter(({ allocationOverTime }) =>
    allocationOverTime.some((row) => row.shares.length > 0),
  );
  return (
    <Panel
      title="Who gets which part of the streams"
      lead="Each band is a sink. Its height is its share of the pool, weighed by time."
      source={source}
      table={tableOf(taskTypes)}
      empty={shown.length === 0 && "No pool had members in this window."}
    >
      <div className="multiples">
        {shown.map((taskType) => (
          <One key={taskType.id} taskType={taskType} />
        ))}
      </div>
    </Panel>
  );
}

function One({ taskType }: { taskType: TaskType }): ReactNode {
  const data = useMemo(() => dataOf(taskType), [taskType]);
  const draw = useMemo(() => (width: number) => shares(data, width), [data]);
  const name = taskName(taskType.id);
  return (
    <div>
      <h3>
        <GoTo to={`/tasks/${taskType.id}`}>{name}</GoTo>
      </h3>
      <Chart
        draw={draw}
        label={`Shares of ${data.parts.length} sinks in the stream of ${name} over time`}
        keys={data.parts.slice(0, 9).map((part) => ({ ...part, shape: "area" }))}
      />
    </div>
  );
}

function dataOf({ allocationOverTime: rows }: TaskType): SharesData {
  const ids = [...new Set(rows.flatMap((row) => row.shares.map(({ sinkId }) => sinkId)))].sort();
  return {
    parts: ids.map((id, index) => ({ name: short(id), colour: colourOf(index) })),
    rows: rows.map((row) => {
      const byId = new Map(row.shares.map(({ sinkId, timeWeightedShare }) => [sinkId, timeWeightedShare]));
      return {
        at: momentOf(row.start),
        shares: ids.map((id) => {
          const share = byId.get(id) ?? null;
          return share === null ? null : Number(share);
        }),
      };
    }),
    from: momentOf(rows[0]?.start ?? "0"),
    to: momentOf(rows.at(-1)?.end ?? "0"),
  };
}

function tableOf(taskTypes: readonly TaskType[]) {
  return {
    name: "stream-shares",
    columns: ["task_type", "start", "end", "sink", "share"],
    rows: taskTypes.flatMap(({ id, allocationOverTime }) =>
      allocationOverTime.flatMap(({ start, end, shares: parts }) =>
        parts.map(({ sinkId, timeWeightedShare }) => [taskName(id), start, end, sinkId, timeWeightedShare]),
      ),
    ),
  };
}
