import { type ReactNode, useMemo } from "react";
import type { SinkQuery } from "../../../generated/Sink/graphql.ts";
import { Chart } from "../../charts/Chart.tsx";
import { lines, type Spot } from "../../charts/lines.ts";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { capacity as inWords } from "../../values/amount.ts";
import { capAt, capChanges, type StakeActs } from "../../values/capSteps.ts";
import { momentOf } from "../../values/moment.ts";
import { taskName } from "../../values/names.ts";

type History = NonNullable<SinkQuery["capacity"]>["capacities"][number];
type Props = { history: History | undefined; acts: StakeActs | undefined; source: PanelSource };
type Row = {
  start: string;
  end: string;
  reveals: number;
  declared: string | null;
  smoothed: string | null;
  cap: string | null;
};

/** What the sink declares for a task type, what counts of it, its cap, and each over-claim. */
export function Capacity({ history, acts, source }: Props): ReactNode {
  const rows = useMemo(() => (history && acts ? rowsOf(history, acts) : []), [history, acts]);
  const spots = useMemo(() => (history ? spotsOf(history) : []), [history]);
  const draw = useMemo(() => (width: number) => lines(picture(rows, spots), width), [rows, spots]);
  const isUnknown = rows.every(({ declared }) => declared === null);
  return (
    <Panel
      title={history === undefined ? "Capacity" : `Capacity for ${taskName(history.taskType.id)}`}
      lead="What it declares, what counts of it (smoothed, and never above the cap), and where it declared more than its stake backs."
      source={source}
      table={{
        name: "sink-capacity",
        columns: ["start", "end", "reveals", "declared_units", "smoothed_units", "cap_units"],
        rows: rows.map((row) => [row.start, row.end, row.reveals, row.declared, row.smoothed, row.cap]),
      }}
      empty={isUnknown && "It has revealed no capacity for this task type yet."}
    >
      <Chart
        draw={draw}
        label={`Declared and smoothed capacity and cap over time, with ${spots.length} over-claims`}
        keys={[
          { name: "declared", colour: "var(--c2)" },
          { name: "counts (smoothed)", colour: "var(--c1)" },
          { name: "cap", colour: "var(--ink-2)", shape: "dash" },
          { name: "over-claim", colour: "var(--bad)", shape: "dot" },
        ]}
      />
    </Panel>
  );
}

function rowsOf({ declared, smoothed }: History, acts: StakeActs): Row[] {
  const changes = capChanges(acts);
  return declared.map(({ start, end, reveals, close }, index) => ({
    start,
    end,
    reveals,
    declared: close,
    smoothed: smoothed[index]?.close ?? null,
    cap: capAt(changes, Date.parse(end) - 1)?.toString() ?? null,
  }));
}

function spotsOf({ declared, overclaims }: History): Spot[] {
  const from = momentOf(declared[0]?.start ?? "0");
  const to = momentOf(declared.at(-1)?.end ?? "0");
  return overclaims
    .map(({ timestamp, raw, cap }) => ({
      at: momentOf(timestamp),
      value: Number(raw),
      words: `over-claim: ${inWords(raw)} with a cap of ${inWords(cap)}`,
      colour: "var(--bad)",
    }))
    .filter(({ at }) => at >= from && at < to);
}

function picture(rows: readonly Row[], spots: readonly Spot[]) {
  const line = (name: string, colour: string, pick: (row: Row) => string | null) => ({
    name,
    colour,
    points: rows.map((row) => {
      const value = pick(row);
      return { at: momentOf(row.start), value: value === null ? null : Number(value) };
    }),
  });
  return {
    series: [
      { ...line("cap", "var(--ink-2)", ({ cap }) => cap), dash: true },
      line("declared", "var(--c2)", ({ declared }) => declared),
      line("counts", "var(--c1)", ({ smoothed }) => smoothed),
    ],
    spots,
    unit: "units of capacity",
    from: momentOf(rows[0]?.start ?? "0"),
    to: momentOf(rows.at(-1)?.end ?? "0"),
    height: 260,
  };
}
