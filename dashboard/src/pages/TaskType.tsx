import type { ReactNode } from "react";
import { TaskTypeDocument } from "../../generated/TaskType/graphql.ts";
import { usePage } from "../api/usePage.ts";
import { useView } from "../api/useUrl.ts";
import { PageHead } from "../parts/PageHead.tsx";
import { WindowPicker } from "../parts/WindowPicker.tsx";
import { taskName } from "../values/names.ts";
import { Absent } from "./Absent.tsx";
import { Throughput } from "./Throughput.tsx";
import { Allocation } from "./taskType/Allocation.tsx";
import { Capacities } from "./taskType/Capacities.tsx";
import { Level } from "./taskType/Level.tsx";
import { Now } from "./taskType/Now.tsx";
import { Place } from "./taskType/Place.tsx";
import { Sinks } from "./taskType/Sinks.tsx";

/** One task type: what its sinks can do, who is paid, what waits, and where it stands in pipelines. */
export function TaskType({ id }: { id: string }): ReactNode {
  const { view } = useView();
  const { data, panel } = usePage(TaskTypeDocument, { id, window: view.span, interval: view.interval });
  const source = panel("now");
  if (data && data.now === null && source.failure === null) {
    return <Absent kind="task type" id={id} />;
  }
  return (
    <>
      <PageHead kind="Task type" title={taskName(id)} tools={<WindowPicker />}>
        A kind of work. Its sinks share one stream by their capacity; what they cannot take waits in its
        buffer.
      </PageHead>
      <Now now={data?.now ?? undefined} source={source} />
      <Capacities history={data?.capacity ?? undefined} source={panel("capacity")} />
      <Allocation state={data?.allocation ?? undefined} source={panel("allocation")} />
      <Throughput
        rows={data?.throughput?.throughputOverTime}
        source={panel("throughput")}
        name={taskName(id)}
      />
      <Level buffer={data?.level?.buffer} source={panel("level")} />
      <Place id={id} stages={data?.place?.stages} source={panel("place")} />
      <Sinks capacities={data?.sinks?.capacities} source={panel("sinks")} />
    </>
  );
}
