import { type ReactNode, useMemo } from "react";
import type { NetworkQuery } from "../../../generated/Network/graphql.ts";
import { Chart } from "../../charts/Chart.tsx";
import { colourOf } from "../../charts/colours.ts";
import { type LinesData, lines } from "../../charts/lines.ts";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { momentOf } from "../../values/moment.ts";
import { taskName } from "../../values/names.ts";
import { percent } from "../../values/ratio.ts";

type TaskType = NonNullable<NetworkQuery["pressure"]>["taskTypes"][number];
type Props = { taskTypes: readonly TaskType[] | undefined; source: PanelSource };

/** How full each buffer was over time: the highest level in each interval. */
export function Pressure({ taskTypes, source }: Props): ReactNode {
  const data = useMemo(() => dataOf(taskTypes ?? []), [taskTypes]);
  const draw = useMemo(() => (width: number) => lines(data, width), [data]);
  return (
    <Panel
      title="Escrow pressure"
      lead="How full each buffer was at its fullest in each interval. At 100% deposits are turned away."
      source={source}
      table={tableOf(taskTypes ?? [])}
      empty={data.series.length === 0 && "No buffer has a maximum, so none has a pressure."}
      size="half"
    >
      <Chart
        draw={draw}
        label={`Pressure of ${data.series.length} buffers over time`}
        keys={data.series.map(({ name, colour }) => ({ name, colour }))}
      />
    </Panel>
  );
}

function dataOf(taskTypes: readonly TaskType[]): LinesData {
  const limited = taskTypes.filter(({ buffer }) =>
    buffer.pressureOverTime.some(({ peakPressure }) => peakPressure !== null),
  );
  const rows = limited[0]?.buffer.pressureOverTime ?? [];
  return {
    series: limited.map(({ id, buffer }, index) => ({
      name: taskName(id),
      colour: colourOf(index),
      points: buffer.pressureOverTime.map(({ start, peakPressure }) => ({
        at: momentOf(start),
        value: peakPressure === null ? null : Number(peakPressure),
      })),
    })),
    unit: "part of the maximum",
    asText: (value) => percent(String(value)),
    from: momentOf(rows[0]?.start ?? "0"),
    to: momentOf(rows.at(-1)?.end ?? "0"),
  };
}

function tableOf(taskTypes: readonly TaskType[]) {
  return {
    name: "escrow-pressure",
    columns: [
      "task_type",
      "start",
      "end",
      "level_wei",
      "max_wei",
      "pressure",
      "peak_pressure",
      "seconds_in_full",
    ],
    rows: taskTypes.flatMap(({ id, buffer }) =>
      buffer.pressureOverTime.map((row) => [
        taskName(id),
        row.start,
        row.end,
        row.close,
        row.limit,
        row.pressure,
        row.peakPressure,
        row.secondsInFull,
      ]),
    ),
  };
}
