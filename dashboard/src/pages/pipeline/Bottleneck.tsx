import { type ReactNode, useMemo } from "react";
import type { PipelinesQuery } from "../../../generated/Pipelines/graphql.ts";
import { Chart } from "../../charts/Chart.tsx";
import { colourOf } from "../../charts/colours.ts";
import { stageLines } from "../../charts/stageLines.ts";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { momentOf } from "../../values/moment.ts";
import { short, taskName } from "../../values/names.ts";

type Pipeline = NonNullable<PipelinesQuery["movement"]>["pipelines"][number];
type Props = { pipelines: readonly Pipeline[] | undefined; source: PanelSource };

/** What each stage could do over time, and which of them was the bottleneck. */
export function Bottleneck({ pipelines = [], source }: Props): ReactNode {
  return (
    <Panel
      title="How the bottleneck moved"
      lead="The ribbon below has the colour of the stage that limited the pipeline."
      source={source}
      table={{
        name: "bottleneck-over-time",
        columns: ["pipeline", "start", "end", "task_type", "capacity_units", "is_bottleneck"],
        rows: pipelines.flatMap(({ id, bottleneckOverTime }) =>
          bottleneckOverTime.flatMap(({ start, end, stages }) =>
            stages.map((stage) => [
              id,
              start,
              end,
              taskName(stage.taskTypeId),
              stage.capacity,
              stage.isBottleneck,
            ]),
          ),
        ),
      }}
      empty={pipelines.length === 0 && "No pipeline has been created."}
    >
      {pipelines.map((pipeline) => (
        <One key={pipeline.id} pipeline={pipeline} />
      ))}
    </Panel>
  );
}

function One({ pipeline }: { pipeline: Pipeline }): ReactNode {
  const data = useMemo(() => dataOf(pipeline), [pipeline]);
  const draw = useMemo(() => (width: number) => stageLines(data, width), [data]);
  return (
    <Chart
      draw={draw}
      label={`Capacity of the stages of pipeline ${short(pipeline.id)} over time, and its bottleneck`}
      keys={data.stages.map(({ name, colour }) => ({ name, colour }))}
    />
  );
}

function dataOf({ bottleneckOverTime: rows }: Pipeline) {
  const first = rows.find(({ stages }) => stages.length > 0)?.stages ?? [];
  const stages = first.map(({ taskTypeId }, index) => ({
    name: taskName(taskTypeId),
    colour: colourOf(index),
  }));
  return {
    stages,
    rows: rows.map((row) => ({
      from: momentOf(row.start),
      to: momentOf(row.end),
      capacities: row.stages.map(({ capacity }) => Number(capacity)),
      bottleneck: row.stages.findIndex(({ isBottleneck }) => isBottleneck),
    })),
  };
}
