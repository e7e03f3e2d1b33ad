import type { ReactNode } from "react";
import { SinkDocument } from "../../generated/Sink/graphql.ts";
import { usePage } from "../api/usePage.ts";
import { useChoice, useView } from "../api/useUrl.ts";
import { Id } from "../parts/Id.tsx";
import { PageHead } from "../parts/PageHead.tsx";
import { WindowPicker } from "../parts/WindowPicker.tsx";
import { short } from "../values/names.ts";
import { Absent } from "./Absent.tsx";
import { Audits } from "./sink/Audits.tsx";
import { Capacity } from "./sink/Capacity.tsx";
import { Now } from "./sink/Now.tsx";
import { Reliability } from "./sink/Reliability.tsx";
import { Stake } from "./sink/Stake.tsx";
import { TaskChoice } from "./sink/TaskChoice.tsx";
import { Volatility } from "./sink/Volatility.tsx";
import { Throughput } from "./Throughput.tsx";

/** One sink: how steady and how dependable it is, what it was paid, and what became of its stake. */
export function Sink({ id }: { id: string }): ReactNode {
  const { view } = useView();
  const [task, chooseTask] = useChoice("task");
  const { data, panel } = usePage(SinkDocument, { id, window: view.span, interval: view.interval });
  const source = panel("now");
  if (data && data.now === null && source.failure === null) return <Absent kind="sink" id={id} />;
  const signals = data?.signal?.capacities ?? [];
  const signal =
    signals.find(({ taskType }) => taskType.id === task) ??
    signals.find((one) => one.isRegistered) ??
    signals[0];
  const history = data?.capacity?.capacities.find(({ taskType }) => taskType.id === signal?.taskType.id);
  return (
    <>
      <PageHead kind="Sink" title={short(id)} tools={<WindowPicker />}>
        <Id hex={id} label={id} />
      </PageHead>
      <Now now={data?.now ?? undefined} source={source} />
      <TaskChoice signals={signals} chosen={signal?.taskType.id} choose={chooseTask} />
      <Capacity history={history} acts={data?.capacity ?? undefined} source={panel("capacity")} />
      <Volatility signal={signal} source={panel("signal")} />
      <Reliability signal={signal} source={panel("signal")} />
      <Stake state={data?.stake ?? undefined} source={panel("stake")} />
      <Throughput rows={data?.throughput?.throughputOverTime} source={panel("throughput")} name={short(id)} />
      <Audits audits={data?.audits} source={panel("audits")} />
    </>
  );
}
