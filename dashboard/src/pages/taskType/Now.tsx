import type { ReactNode } from "react";
import type { TaskTypeQuery } from "../../../generated/TaskType/graphql.ts";
import { Amount, Capacity, Rate } from "../../parts/Amount.tsx";
import { Explain } from "../../parts/Explain.tsx";
import { Figure } from "../../parts/Figure.tsx";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { Stat, Stats } from "../../parts/Stat.tsx";
import { whole } from "../../values/amount.ts";
import { percent, whyNull } from "../../values/ratio.ts";

type State = NonNullable<TaskTypeQuery["now"]>;
type Props = { now: State | undefined; source: PanelSource };

/** A task type's headline figures. */
export function Now({ now, source }: Props): ReactNode {
  return (
    <Panel title="Now" source={source} table={now && tableOf(now)}>
      {now ? (
        <Stats>
          <Stat
            label="Capacity"
            explain={<Explain term="capacity" of="TaskType.effectiveCapacity" />}
            note={`of ${whole(now.sinkCount)} sinks`}
          >
            <Capacity units={now.effectiveCapacity} />
          </Stat>
          <Stat
            label="Waiting"
            tone={now.buffer.pressure !== null && Number(now.buffer.pressure) >= 0.95 ? "bad" : "good"}
            explain={<Explain term="escrow pressure" of="Buffer.pressure" />}
            note={
              now.buffer.max === "0" ? (
                "no maximum"
              ) : (
                <>
                  {percent(now.buffer.pressure)} of <Amount wei={now.buffer.max} />
                </>
              )
            }
          >
            <Amount wei={now.buffer.level} />
          </Stat>
          <Stat label="Stream" note="to all its sinks together">
            {now.pool === null ? (
              <span className="undefined">no pool</span>
            ) : (
              <Rate weiPerSecond={now.pool.flowRate} />
            )}
          </Stat>
          <Stat
            label="How much it moves"
            explain={
              <Explain term="volatility" of="CapacityVolatility.coefficientOfVariation">
                How far the whole capacity swings around its mean in the window. Below 5% is steady.
              </Explain>
            }
            note={`over ${now.volatility.n} reveals in the window`}
          >
            <Figure
              value={now.volatility.coefficientOfVariation}
              field="coefficientOfVariation"
              nullReason={now.volatility.nullReason}
              as="percent"
            />
          </Stat>
          <Stat
            label="Efficiency"
            explain={
              <Explain term="efficiency" of="Efficiency.ratio">
                How much of what the buffer paid went to capacity that was there.
              </Explain>
            }
            note={whyNull("ratio", now.efficiency.nullReason) ?? "of the buffer's payments in the window"}
          >
            <Figure
              value={now.efficiency.ratio}
              field="ratio"
              nullReason={now.efficiency.nullReason}
              as="percent"
            />
          </Stat>
        </Stats>
      ) : null}
    </Panel>
  );
}

function tableOf({ id, sinkCount, effectiveCapacity, buffer, pool, volatility, efficiency }: State) {
  return {
    name: "task-type-now",
    columns: [
      "id",
      "sinks",
      "capacity_units",
      "level_wei",
      "max_wei",
      "flow_rate_wei_per_s",
      "coefficient_of_variation",
      "efficiency",
    ],
    rows: [
      [
        id,
        sinkCount,
        effectiveCapacity,
        buffer.level,
        buffer.max,
        pool?.flowRate ?? null,
        volatility.coefficientOfVariation,
        efficiency.ratio,
      ],
    ],
  };
}
