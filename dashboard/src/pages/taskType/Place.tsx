import type { ReactNode } from "react";
import type { TaskTypeQuery } from "../../../generated/TaskType/graphql.ts";
import { StageRow } from "../../charts/StageRow.tsx";
import { Explain } from "../../parts/Explain.tsx";
import { GoTo } from "../../parts/GoTo.tsx";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { stageTable, stageView } from "../stageView.tsx";

type Stage = NonNullable<TaskTypeQuery["place"]>["stages"][number];
type Props = { id: string; stages: readonly Stage[] | undefined; source: PanelSource };

/** Where the task type stands in each pipeline, and which stage limits it. */
export function Place({ id, stages = [], source }: Props): ReactNode {
  return (
    <Panel
      title="Place in pipelines"
      lead={
        <>
          Work flows from left to right. <GoTo to="/pipelines">How the bottleneck moved</GoTo>{" "}
          <Explain term="effective capacity of a stage" of="StageCapacity.effective" />
        </>
      }
      source={source}
      table={stageTable(
        "place-in-pipelines",
        stages.map(({ pipeline }) => pipeline),
      )}
      empty={stages.length === 0 && "This task type is in no pipeline."}
    >
      {stages.map(({ id: stage, pipeline }) => (
        <StageRow key={stage} stages={pipeline.effectiveCapacities.map(stageView)} here={id} />
      ))}
    </Panel>
  );
}
