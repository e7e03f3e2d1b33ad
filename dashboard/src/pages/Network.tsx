import type { ReactNode } from "react";
import { NetworkDocument } from "../../generated/Network/graphql.ts";
import { usePage } from "../api/usePage.ts";
import { useView } from "../api/useUrl.ts";
import { PageHead } from "../parts/PageHead.tsx";
import { WindowPicker } from "../parts/WindowPicker.tsx";
import { Integrity } from "./network/Integrity.tsx";
import { Latest } from "./network/Latest.tsx";
import { Pressure } from "./network/Pressure.tsx";
import { Shares } from "./network/Shares.tsx";
import { Sinks } from "./network/Sinks.tsx";
import { TaskTypes } from "./network/TaskTypes.tsx";
import { Totals } from "./network/Totals.tsx";

/** The whole network: who can do how much, who is paid, where it presses, and whether the record adds up. */
export function Network(): ReactNode {
  const { view } = useView();
  const { data, panel } = usePage(NetworkDocument, { window: view.span, interval: view.interval });
  return (
    <>
      <PageHead title="Network" tools={<WindowPicker />}>
        Sinks stake tokens and promise capacity; sources pay them by their share of it; what does not fit
        waits in a buffer.
      </PageHead>
      <Totals data={data} source={panel("totals")} />
      <TaskTypes taskTypes={data?.taskTypes?.taskTypes} source={panel("taskTypes")} />
      <Shares taskTypes={data?.shares?.taskTypes} source={panel("shares")} />
      <Pressure taskTypes={data?.pressure?.taskTypes} source={panel("pressure")} />
      <Latest events={data?.latest} source={panel("latest")} />
      <Sinks sinks={data?.sinks?.sinks} source={panel("sinks")} />
      <Integrity report={data?.integrity} source={panel("integrity")} />
    </>
  );
}
