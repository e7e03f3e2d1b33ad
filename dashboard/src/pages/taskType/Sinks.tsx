import type { ReactNode } from "react";
import type { TaskTypeQuery } from "../../../generated/TaskType/graphql.ts";
import { Capacity } from "../../parts/Amount.tsx";
import { Explain } from "../../parts/Explain.tsx";
import { Figure } from "../../parts/Figure.tsx";
import { Id } from "../../parts/Id.tsx";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { ScrollTable } from "../../parts/ScrollTable.tsx";

type Row = NonNullable<TaskTypeQuery["sinks"]>["capacities"][number];
type Props = { capacities: readonly Row[] | undefined; source: PanelSource };

/** The task type's sinks: what counts of each, and how it behaved in the window. */
export function Sinks({ capacities = [], source }: Props): ReactNode {
  return (
    <Panel
      title="Its sinks"
      source={source}
      table={{
        name: "sinks-of-task-type",
        columns: [
          "sink",
          "is_registered",
          "capacity_units",
          "cap_units",
          "utilization",
          "reveal_rate",
          "coefficient_of_variation",
          "overclaims",
          "reveals",
        ],
        rows: capacities.map((row) => [
          row.sink.id,
          row.isRegistered,
          row.smoothed,
          row.cap,
          row.utilization,
          row.reliability.rate,
          row.volatility.coefficientOfVariation,
          row.overclaim.overclaims,
          row.overclaim.n,
        ]),
      }}
      empty={capacities.length === 0 && "No sink ever served this task type."}
    >
      <ScrollTable label="Sinks of this task type">
        <thead>
          <tr>
            <th scope="col">Sink</th>
            <th scope="col" className="number">
              Capacity
            </th>
            <th scope="col" className="number">
              Utilization <Explain term="utilization" of="SinkCapacity.utilization" />
            </th>
            <th scope="col" className="number">
              Reveals kept <Explain term="reveal reliability" of="RevealReliability.rate" />
            </th>
            <th scope="col" className="number">
              Swings <Explain term="volatility" of="CapacityVolatility.coefficientOfVariation" />
            </th>
            <th scope="col" className="number">
              Over-claims <Explain term="over-claims" of="Overclaim.rate" />
            </th>
          </tr>
        </thead>
        <tbody>
          {capacities.map(
            ({ id, sink, isRegistered, smoothed, utilization, reliability, volatility, overclaim }) => (
              <tr key={id}>
                <th scope="row">
                  <Id hex={sink.id} to={`/sinks/${sink.id}`} />
                  {isRegistered ? null : <span className="tag">left</span>}
                </th>
                <td className="number">
                  <Capacity units={smoothed} />
                </td>
                <td className="number">
                  <Figure value={utilization} field="utilization" nullReason="The cap is 0." as="percent" />
                </td>
                <td className="number">
                  <Figure
                    value={reliability.rate}
                    field="rate"
                    nullReason={reliability.nullReason}
                    as="percent"
                  />
                </td>
                <td className="number">
                  <Figure
                    value={volatility.coefficientOfVariation}
                    field="coefficientOfVariation"
                    nullReason={volatility.nullReason}
                    as="percent"
                  />
                </td>
                <td className="number">
                  {overclaim.overclaims === 0 ? "none" : `${overclaim.overclaims} of ${overclaim.n}`}
                </td>
              </tr>
            ),
          )}
        </tbody>
      </ScrollTable>
    </Panel>
  );
}
