import { type ReactNode, useMemo } from "react";
import type { TaskTypeQuery } from "../../../generated/TaskType/graphql.ts";
import { Chart } from "../../charts/Chart.tsx";
import { LEVEL_KEYS, level } from "../../charts/level.ts";
import { Explain } from "../../parts/Explain.tsx";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { tokenNumber } from "../../values/amount.ts";
import { duration, momentOf } from "../../values/moment.ts";
import { percent } from "../../values/ratio.ts";

type Buffer = NonNullable<TaskTypeQuery["level"]>["buffer"];
type Props = { buffer: Buffer | undefined; source: PanelSource };

/** What waits in the buffer over time, its maximum, and the spells in which it was full. */
export function Level({ buffer, source }: Props): ReactNode {
  const rows = buffer?.pressureOverTime ?? [];
  const draw = useMemo(() => {
    const buckets = buffer?.pressureOverTime ?? [];
    return (width: number) => level(buckets.map(levelOf), width);
  }, [buffer]);
  return (
    <Panel
      title="Buffer"
      lead={buffer === undefined ? undefined : <Words buffer={buffer} />}
      source={source}
      table={{
        name: "buffer-level",
        columns: [
          "start",
          "end",
          "level_wei",
          "highest_wei",
          "max_wei",
          "deposited_wei",
          "drained_wei",
          "seconds_in_full",
        ],
        rows: rows.map((row) => [
          row.start,
          row.end,
          row.close,
          row.max,
          row.limit,
          row.deposited,
          row.drained,
          row.secondsInFull,
        ]),
      }}
      empty={rows.length === 0 && "The buffer has no history in this window."}
    >
      <Chart
        draw={draw}
        label="What waits in the buffer, its maximum, and when it was full"
        keys={LEVEL_KEYS}
      />
    </Panel>
  );
}

function Words({ buffer: { timeInFull, drainLatency } }: { buffer: Buffer }): ReactNode {
  const wait = drainLatency.p50 === null ? null : duration(Number(drainLatency.p50));
  return (
    <>
      {timeInFull.seconds === "0"
        ? "Never full in this window. "
        : `Full for ${duration(Number(timeInFull.seconds))}${ofWindow(timeInFull.ratio)}. `}
      {wait === null ? "Nothing was paid out. " : `Half of what was paid out had waited ${wait} or less, `}
      {drainLatency.p95 === null ? "" : `95% of it ${duration(Number(drainLatency.p95))} or less. `}
      <Explain term="drain latency" of="Latency.p50" />
    </>
  );
}

function ofWindow(ratio: string | null): string {
  return ratio === null ? "" : `, ${percent(ratio)} of the window`;
}

function levelOf({ start, end, close, max, limit, secondsInFull }: Buffer["pressureOverTime"][number]) {
  return {
    from: momentOf(start),
    to: momentOf(end),
    level: tokenNumber(close),
    peak: tokenNumber(max),
    limit: limit === "0" ? null : tokenNumber(limit),
    secondsInFull: Number(secondsInFull),
  };
}
