import type { ReactNode } from "react";
import { PipelinesDocument } from "../../generated/Pipelines/graphql.ts";
import { usePage } from "../api/usePage.ts";
import { useView } from "../api/useUrl.ts";
import { PageHead } from "../parts/PageHead.tsx";
import { WindowPicker } from "../parts/WindowPicker.tsx";
import { Bottleneck } from "./pipeline/Bottleneck.tsx";
import { Stages } from "./pipeline/Stages.tsx";

/** The pipelines: what each stage lets through, and how the bottleneck moved. */
export function Pipelines(): ReactNode {
  const { view } = useView();
  const { data, panel } = usePage(PipelinesDocument, { window: view.span, interval: view.interval });
  return (
    <>
      <PageHead title="Pipeline" tools={<WindowPicker />}>
        A chain of task types. It does no more than its weakest stage: the bottleneck.
      </PageHead>
      <Stages pipelines={data?.stages?.pipelines} source={panel("stages")} />
      <Bottleneck pipelines={data?.movement?.pipelines} source={panel("movement")} />
    </>
  );
}
