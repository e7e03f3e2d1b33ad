import { type ReactNode, useMemo } from "react";
import type { TaskTypeQuery } from "../../generated/TaskType/graphql.ts";
import { Chart } from "../charts/Chart.tsx";
import { PAYMENT_KEYS, payments } from "../charts/payments.ts";
import { Explain } from "../parts/Explain.tsx";
import { Panel } from "../parts/Panel.tsx";
import type { PanelSource } from "../parts/PanelSource.ts";
import { tokenNumber } from "../values/amount.ts";
import { momentOf } from "../values/moment.ts";

type Bucket = NonNullable<TaskTypeQuery["throughput"]>["throughputOverTime"][number];
type Props = { rows: readonly Bucket[] | undefined; source: PanelSource; name: string };

/** What was paid per interval, by the stream and out of the buffer; the same panel for a task type and for a sink. */
export function Throughput({ rows = [], source, name }: Props): ReactNode {
  const draw = useMemo(() => (width: number) => payments(rows.map(paymentOf), width), [rows]);
  const isNothing = rows.every(
    ({ drained, streamed }) => drained === "0" && (streamed === null || streamed === "0"),
  );
  return (
    <Panel
      title="Throughput"
      lead={
        <>
          What was paid: payment received, not work done. <Explain term="throughput" of="Throughput.total" />
        </>
      }
      source={source}
      table={{
        name: `throughput-${name}`,
        columns: ["start", "end", "drained_wei", "streamed_wei", "total_wei", "why_null"],
        rows: rows.map((row) => [row.start, row.end, row.drained, row.streamed, row.total, row.nullReason]),
      }}
      empty={isNothing && "Nothing was paid in this window."}
      size="half"
    >
      <Chart draw={draw} label="Payments per interval, streamed and out of the buffer" keys={PAYMENT_KEYS} />
    </Panel>
  );
}

function paymentOf({ start, end, drained, streamed }: Bucket) {
  return {
    from: momentOf(start),
    to: momentOf(end),
    drained: tokenNumber(drained),
    streamed: streamed === null ? null : tokenNumber(streamed),
  };
}
