import { type ReactNode, useMemo } from "react";
import type { TaskTypeQuery } from "../../../generated/TaskType/graphql.ts";
import { Chart } from "../../charts/Chart.tsx";
import { lines } from "../../charts/lines.ts";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { capAt, capChanges } from "../../values/capSteps.ts";
import { momentOf } from "../../values/moment.ts";
import { servedAt } from "../../values/registered.ts";

type History = NonNullable<TaskTypeQuery["capacity"]>;
type Props = { history: History | undefined; source: PanelSource };

const NAMES = { raw: "declared", smoothed: "counts (smoothed, capped)", cap: "backed by stake (cap)" };

/** The capacity of all sinks together: what they declare, what counts, and what their stakes back. */
export function Capacities({ history, source }: Props): ReactNode {
  const rows = useMemo(() => (history === undefined ? [] : rowsOf(history)), [history]);
  const draw = useMemo(() => (width: number) => lines(picture(rows), width), [rows]);
  return (
    <Panel
      title="Capacity over time"
      lead="All sinks together. What counts follows what is declared, smoothed, and never exceeds what the stakes back."
      source={source}
      table={{
        name: "capacity-over-time",
        columns: ["start", "end", "declared_units", "smoothed_units", "cap_units"],
        rows: rows.map(({ start, end, raw, smoothed, cap }) => [
          start,
          end,
          raw.toString(),
          smoothed.toString(),
          cap.toString(),
        ]),
      }}
      empty={rows.length === 0 && "No sink served this task type in the window."}
    >
      <Chart
        draw={draw}
        label="Declared capacity, smoothed capacity and cap of all sinks together over time"
        keys={[
          { name: NAMES.raw, colour: "var(--c2)" },
          { name: NAMES.smoothed, colour: "var(--c1)" },
          { name: NAMES.cap, colour: "var(--ink-2)", shape: "dash" },
        ]}
      />
    </Panel>
  );
}

type Row = { start: string; end: string; raw: bigint; smoothed: bigint; cap: bigint };

function rowsOf({ concentrationOverTime, capacities }: History): Row[] {
  const sinks = capacities.map((capacity) => ({ ...capacity, changes: capChanges(capacity.sink) }));
  return concentrationOverTime.map(({ start, end, total }, index) => {
    const last = Date.parse(end) - 1;
    const serving = sinks.filter((sink) => servedAt(sink, last));
    return {
      start,
      end,
      smoothed: BigInt(total),
      raw: serving.reduce((sum, sink) => sum + BigInt(sink.capacityOverTime[index]?.close ?? 0), 0n),
      cap: serving.reduce((sum, { changes }) => sum + (capAt(changes, last) ?? 0n), 0n),
    };
  });
}

function picture(rows: readonly Row[]) {
  const line = (name: string, colour: string, pick: (row: Row) => bigint) => ({
    name,
    colour,
    points: rows.map((row) => ({ at: momentOf(row.start), value: Number(pick(row)) })),
  });
  return {
    series: [
      { ...line(NAMES.cap, "var(--ink-2)", ({ cap }) => cap), dash: true },
      { ...line(NAMES.raw, "var(--c2)", ({ raw }) => raw), faint: true },
      line(NAMES.smoothed, "var(--c1)", ({ smoothed }) => smoothed),
    ],
    unit: "units of capacity",
    from: momentOf(rows[0]?.start ?? "0"),
    to: momentOf(rows.at(-1)?.end ?? "0"),
  };
}
