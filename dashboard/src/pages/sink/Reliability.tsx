import type { ReactNode } from "react";
import { Explain } from "../../parts/Explain.tsx";
import { Figure } from "../../parts/Figure.tsx";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { Stat, Stats } from "../../parts/Stat.tsx";
import type { Signal } from "./TaskChoice.tsx";

type Props = { signal: Signal | undefined; source: PanelSource };

/** Whether the sink keeps its commitments, how fast, how much it promises, and how often more than it may. */
export function Reliability({ signal, source }: Props): ReactNode {
  return (
    <Panel
      title="Does it keep its word?"
      lead="A sink commits to a capacity, then must reveal it in time. Those made in the window:"
      source={source}
      table={signal && tableOf(signal)}
      empty={signal?.reliability.commits === 0 && "It made no commitment in this window."}
      size="half"
    >
      {signal === undefined ? null : <Figures signal={signal} />}
    </Panel>
  );
}

function Figures({ signal: { reliability, utilization, overclaim } }: { signal: Signal }): ReactNode {
  const { revealed, expired, pending, nullReason } = reliability;
  return (
    <Stats>
      <Stat
        label="Revealed in time"
        tone={expired === 0 ? "good" : "warn"}
        explain={<Explain term="reveal reliability" of="RevealReliability.rate" />}
        note={`${revealed} revealed, ${expired} expired, ${pending} still open`}
      >
        <Figure value={reliability.rate} field="rate" nullReason={nullReason} as="percent" />
      </Stat>
      <Stat
        label="Time to reveal"
        explain={<Explain term="reveal latency" of="RevealReliability.latencyP95" />}
        note={
          <>
            95% within{" "}
            <Figure value={reliability.latencyP95} field="latencyP95" nullReason={nullReason} unit="blocks" />
          </>
        }
      >
        <Figure value={reliability.latencyP50} field="latencyP50" nullReason={nullReason} unit="blocks" />
      </Stat>
      <Stat
        label="Utilization of its cap"
        explain={
          <Explain term="utilization" of="SinkCapacity.utilization">
            How much of what its stake backs it has promised, now.
          </Explain>
        }
        note="now"
      >
        <Figure value={utilization} field="utilization" nullReason="Its cap is 0." as="percent" />
      </Stat>
      <Stat
        label="Over-claims"
        tone={overclaim.overclaims === 0 ? "good" : "bad"}
        explain={
          <Explain term="over-claims" of="Overclaim.excessRatio">
            Reveals of more than the cap. Only the cap counts, but three of them within 1,000 blocks are a
            reason to slash.
          </Explain>
        }
        note={
          <>
            <Figure
              value={overclaim.excessRatio}
              field="excessRatio"
              nullReason={overclaim.nullReason}
              as="percent"
            />{" "}
            of all it declared was above the cap
          </>
        }
      >
        {overclaim.overclaims} <span className="unit">of {overclaim.n} reveals</span>
      </Stat>
    </Stats>
  );
}

function tableOf({ reliability: { nullReason, ...reliability }, utilization, overclaim }: Signal) {
  const figures = {
    ...reliability,
    utilization,
    overclaims: overclaim.overclaims,
    overclaimRate: overclaim.rate,
    excessRatio: overclaim.excessRatio,
  };
  return {
    name: "reliability",
    columns: ["figure", "value"],
    rows: Object.entries(figures).map(([name, value]) => [name, value]),
  };
}
