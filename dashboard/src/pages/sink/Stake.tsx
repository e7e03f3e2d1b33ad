import { type ReactNode, useMemo } from "react";
import type { SinkQuery } from "../../../generated/Sink/graphql.ts";
import { Chart } from "../../charts/Chart.tsx";
import { lines } from "../../charts/lines.ts";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { tokenNumber, tokens } from "../../values/amount.ts";
import { momentOf } from "../../values/moment.ts";
import { sentenceCase } from "../../values/names.ts";

type State = NonNullable<SinkQuery["stake"]>;
type Props = { state: State | undefined; source: PanelSource };

/** The sink's stake over time, with its slashes marked. */
export function Stake({ state, source }: Props): ReactNode {
  const rows = state?.stakeOverTime ?? [];
  const draw = useMemo(() => (width: number) => lines(picture(state), width), [state]);
  return (
    <Panel
      title="Stake"
      lead="What it has at stake; a mark is a slash."
      source={source}
      table={{
        name: "stake-over-time",
        columns: ["start", "end", "stake_wei", "staked_wei", "unstaked_wei", "slashed_wei"],
        rows: rows.map(({ start, end, close, staked, unstaked, slashed }) => [
          start,
          end,
          close,
          staked,
          unstaked,
          slashed,
        ]),
      }}
      empty={
        rows.every(({ close, slashed }) => close === "0" && slashed === "0") &&
        "It had nothing at stake in this window."
      }
      size="half"
    >
      <Chart
        draw={draw}
        label="Stake over time with slashes"
        keys={[
          { name: "stake", colour: "var(--c3)" },
          { name: "slash", colour: "var(--bad)", shape: "dot" },
        ]}
      />
    </Panel>
  );
}

function picture(state: State | undefined) {
  const rows = state?.stakeOverTime ?? [];
  const from = momentOf(rows[0]?.start ?? "0");
  const to = momentOf(rows.at(-1)?.end ?? "0");
  const spots = (state?.slashes ?? []).map(({ timestamp, amount, reasonText, stakeAfter }) => ({
    at: momentOf(timestamp),
    value: tokenNumber(stakeAfter),
    words: `slashed ${tokens(amount)}${reasonText === null ? "" : `: ${sentenceCase(reasonText).toLowerCase()}`}`,
    colour: "var(--bad)",
  }));
  return {
    series: [
      {
        name: "stake at the end of the interval",
        colour: "var(--c3)",
        points: rows.map(({ start, close }) => ({ at: momentOf(start), value: tokenNumber(close) })),
      },
    ],
    spots: spots.filter(({ at }) => at >= from && at < to),
    unit: "tokens",
    from,
    to,
  };
}
