import type { ReactNode } from "react";
import type { PipelinesQuery } from "../../../generated/Pipelines/graphql.ts";
import { StageRow } from "../../charts/StageRow.tsx";
import { Explain } from "../../parts/Explain.tsx";
import { Id } from "../../parts/Id.tsx";
import { Moment } from "../../parts/Moment.tsx";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { whole } from "../../values/amount.ts";
import { stageTable, stageView } from "../stageView.tsx";

type Pipeline = NonNullable<PipelinesQuery["stages"]>["pipelines"][number];
type Props = { pipelines: readonly Pipeline[] | undefined; source: PanelSource };

/** Each pipeline's stages as they stand now. */
export function Stages({ pipelines = [], source }: Props): ReactNode {
  return (
    <Panel
      title="Stages now"
      lead={
        <>
          The pale bar is what a stage could do, the full one what the stages after it let through.{" "}
          <Explain term="slack" of="StageCapacity.slack" />
        </>
      }
      source={source}
      table={stageTable("pipeline-stages", pipelines)}
      empty={pipelines.length === 0 && "No pipeline has been created."}
    >
      {pipelines.map(({ id, effectiveCapacities, rebalanceCount, lastRebalancedAt }) => (
        <div key={id} className="pipeline">
          <p className="lead">
            Pipeline <Id hex={id} /> with {whole(rebalanceCount)} rebalances
            {lastRebalancedAt === null ? null : (
              <>
                , the last at <Moment at={lastRebalancedAt} />
              </>
            )}
          </p>
          <StageRow stages={effectiveCapacities.map(stageView)} />
        </div>
      ))}
    </Panel>
  );
}
