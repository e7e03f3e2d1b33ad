import type { ReactNode } from "react";
import type { NetworkQuery } from "../../../generated/Network/graphql.ts";
import { Amount, Capacity } from "../../parts/Amount.tsx";
import { Explain } from "../../parts/Explain.tsx";
import { GoTo } from "../../parts/GoTo.tsx";
import { Id } from "../../parts/Id.tsx";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { ScrollTable } from "../../parts/ScrollTable.tsx";
import { taskName } from "../../values/names.ts";
import { percent } from "../../values/ratio.ts";

type Sink = NonNullable<NetworkQuery["sinks"]>["sinks"][number];
type Props = { sinks: readonly Sink[] | undefined; source: PanelSource };

/** All sinks by stake, with what they serve and what they lost. */
export function Sinks({ sinks = [], source }: Props): ReactNode {
  return (
    <Panel
      title="Sinks"
      lead="Who serves, by stake. Utilization is how much of the backed capacity a sink has promised."
      source={source}
      table={tableOf(sinks)}
      empty={sinks.length === 0 && "No sink has staked yet."}
      size="half"
    >
      <ScrollTable label="Sinks">
        <thead>
          <tr>
            <th scope="col">Sink</th>
            <th scope="col" className="number">
              Stake
            </th>
            <th scope="col" className="number">
              Cap{" "}
              <Explain term="the cap" of="Sink.cap">
                The most capacity that the stake backs.
              </Explain>
            </th>
            <th scope="col">
              Serves <Explain term="utilization" of="SinkCapacity.utilization" />
            </th>
            <th scope="col" className="number">
              Slashed
            </th>
          </tr>
        </thead>
        <tbody>
          {sinks.map(({ id, stake, cap, slashCount, slashRatio, capacities }) => (
            <tr key={id}>
              <th scope="row">
                <Id hex={id} to={`/sinks/${id}`} />
              </th>
              <td className="number">
                <Amount wei={stake} />
              </td>
              <td className="number">
                <Capacity units={cap} />
              </td>
              <td>
                {capacities.length === 0 ? <span className="undefined">nothing now</span> : null}
                {capacities.map(({ taskType, utilization }) => (
                  <span key={taskType.id} className="serves">
                    <GoTo to={`/tasks/${taskType.id}`}>{taskName(taskType.id)}</GoTo> {percent(utilization)}
                  </span>
                ))}
              </td>
              <td className="number">{slashCount === "0" ? "–" : `${slashCount}× ${percent(slashRatio)}`}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </Panel>
  );
}

function tableOf(sinks: readonly Sink[]) {
  return {
    name: "sinks",
    columns: ["sink", "stake_wei", "cap_units", "slashes", "slash_ratio", "task_types"],
    rows: sinks.map(({ id, stake, cap, slashCount, slashRatio, capacities }) => [
      id,
      stake,
      cap,
      slashCount,
      slashRatio,
      capacities.map(({ taskType }) => taskName(taskType.id)).join(" "),
    ]),
  };
}
