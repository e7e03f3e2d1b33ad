import type { ReactNode } from "react";
import type { NetworkQuery } from "../../../generated/Network/graphql.ts";
import { Gauge } from "../../charts/Gauge.tsx";
import { Amount, Capacity } from "../../parts/Amount.tsx";
import { Explain } from "../../parts/Explain.tsx";
import { Figure } from "../../parts/Figure.tsx";
import { GoTo } from "../../parts/GoTo.tsx";
import { taskName } from "../../values/names.ts";
import { percent } from "../../values/ratio.ts";

/** A task type as the network page asks for it. */
export type TaskType = NonNullable<NetworkQuery["taskTypes"]>["taskTypes"][number];

/** One task type at a glance: its pressure, its capacity, how it is spread, and whether its pool follows. */
export function TaskTypeCard({
  taskType: { id, sinkCount, effectiveCapacity, concentration, rebalancing, buffer },
}: {
  taskType: TaskType;
}): ReactNode {
  const pressure = buffer.pressure === null ? null : Number(buffer.pressure);
  return (
    <li className="card">
      <h3>
        <GoTo to={`/tasks/${id}`}>{taskName(id)}</GoTo>
      </h3>
      <div className="pressure">
        <Gauge
          pressure={pressure}
          label={pressure === null ? "unlimited buffer" : `buffer ${percent(buffer.pressure)} full`}
        />
        <p>
          <b className="figure">{buffer.max === "0" ? "unlimited" : percent(buffer.pressure)}</b>
          {buffer.isFull ? <span className="tag bad">full</span> : null}
          <br />
          <Amount wei={buffer.level} /> wait
          <Explain term="escrow pressure" of="Buffer.pressure" />
        </p>
      </div>
      <dl>
        <dt>
          Capacity{" "}
          <Explain term="capacity" of="TaskType.effectiveCapacity">
            What its sinks can do together, as their stakes back it.
          </Explain>
        </dt>
        <dd>
          <Capacity units={effectiveCapacity} />
        </dd>
        <dt>
          Spread over{" "}
          <Explain term="effective sinks" of="Concentration.effectiveSinks">
            As if so many equal sinks shared the capacity. Far fewer than there are means that a few dominate.
          </Explain>
        </dt>
        <dd>
          <Figure
            value={concentration.effectiveSinks}
            field="effectiveSinks"
            nullReason={concentration.nullReason}
          />{" "}
          of {sinkCount} sinks
        </dd>
        <dt>
          Rebalance{" "}
          <Explain term="rebalance health" of="RebalanceHealth.isDue">
            The pool's units follow the capacities at each rebalance. Drift is how far the total has moved
            since the last one.
          </Explain>
        </dt>
        <dd>
          {rebalancing.isDue ? (
            <span className="tag warn">due</span>
          ) : (
            <span className="tag good">in time</span>
          )}{" "}
          drift{" "}
          <Figure value={rebalancing.drift} field="drift" nullReason={rebalancing.nullReason} as="percent" />
        </dd>
      </dl>
    </li>
  );
}
