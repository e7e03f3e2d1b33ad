import type { ReactNode } from "react";
import type { SinkQuery } from "../../../generated/Sink/graphql.ts";
import { Amount, Capacity } from "../../parts/Amount.tsx";
import { Explain } from "../../parts/Explain.tsx";
import { Moment } from "../../parts/Moment.tsx";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { Stat, Stats } from "../../parts/Stat.tsx";
import { percent, whyNull } from "../../values/ratio.ts";

type State = NonNullable<SinkQuery["now"]>;
type Props = { now: State | undefined; source: PanelSource };

/** A sink's headline figures. */
export function Now({ now, source }: Props): ReactNode {
  return (
    <Panel title="Now" source={source} table={now && tableOf(now)}>
      {now ? (
        <Stats>
          <Stat label="Stake" note={<Unbonding now={now} />}>
            <Amount wei={now.stake} />
          </Stat>
          <Stat
            label="Cap"
            explain={
              <Explain term="the cap" of="Sink.cap">
                The most capacity that the stake backs, for each task type. It grows with the square root of
                the stake.
              </Explain>
            }
            note="per task type, from its stake"
          >
            <Capacity units={now.cap} />
          </Stat>
          <Stat
            label="Paid in the window"
            explain={<Explain term="throughput" of="Throughput.streamed" />}
            note={
              <>
                <Amount wei={now.throughput.drained} /> of it out of buffers
              </>
            }
          >
            {now.throughput.total === null ? (
              <span className="undefined" title={whyNull("total", now.throughput.nullReason)}>
                –
              </span>
            ) : (
              <Amount wei={now.throughput.total} />
            )}
          </Stat>
          <Stat
            label="Slashed"
            tone={now.slashCount === "0" ? "good" : "bad"}
            explain={<Explain term="slash ratio" of="Sink.slashRatio" />}
            note={
              now.slashCount === "0" ? (
                "never"
              ) : (
                <>
                  {now.slashCount} times, <Amount wei={now.totalSlashed} />
                </>
              )
            }
          >
            {percent(now.slashRatio)} <span className="unit">of all it staked</span>
          </Stat>
        </Stats>
      ) : null}
    </Panel>
  );
}

function Unbonding({ now: { unstakeRequested, unstakeAvailableAt } }: { now: State }): ReactNode {
  if (unstakeRequested === null || unstakeAvailableAt === null) return "no unstake was announced";
  return (
    <>
      last asked for <Amount wei={unstakeRequested} /> back, free from <Moment at={unstakeAvailableAt} />
    </>
  );
}

function tableOf({ id, stake, cap, slashRatio, totalSlashed, throughput }: State) {
  return {
    name: "sink-now",
    columns: [
      "sink",
      "stake_wei",
      "cap_units",
      "slash_ratio",
      "slashed_wei",
      "drained_wei",
      "streamed_wei",
      "total_wei",
    ],
    rows: [
      [id, stake, cap, slashRatio, totalSlashed, throughput.drained, throughput.streamed, throughput.total],
    ],
  };
}
