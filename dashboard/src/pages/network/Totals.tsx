import type { ReactNode } from "react";
import type { NetworkQuery } from "../../../generated/Network/graphql.ts";
import { Amount } from "../../parts/Amount.tsx";
import { GoTo } from "../../parts/GoTo.tsx";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { Stat, Stats } from "../../parts/Stat.tsx";
import { whole } from "../../values/amount.ts";

type Props = { data: NetworkQuery | undefined; source: PanelSource };

/** The network's sums, as they stand at the block. */
export function Totals({ data, source }: Props): ReactNode {
  const totals = data?.totals;
  const count = (entity: string): string =>
    whole(data?.counts.find((collection) => collection.entity === entity)?.count ?? "0");
  const table = totals && {
    name: "network-totals",
    columns: ["stake_wei", "waiting_wei", "deposited_wei", "drained_wei", "slashed_wei"],
    rows: [
      [totals.stake, totals.bufferLevel, totals.totalDeposited, totals.totalDrained, totals.totalSlashed],
    ],
  };
  return (
    <Panel
      title="Now"
      source={source}
      table={table ?? undefined}
      empty={!totals && "Nothing is indexed yet."}
    >
      {totals ? (
        <Stats>
          <Stat label="At stake" note={`${count("Sink")} sinks have staked`}>
            <Amount wei={totals.stake} />
          </Stat>
          <Stat label="Waiting in buffers" note="deposited, not yet paid out">
            <Amount wei={totals.bufferLevel} />
          </Stat>
          <Stat label="Paid out of buffers" note={`in ${count("Drain")} payments, since the beginning`}>
            <Amount wei={totals.totalDrained} />
          </Stat>
          <Stat
            label="Slashed"
            note={
              <>
                in <GoTo to="/slashes">{count("Slash")} slashes</GoTo>, since the beginning
              </>
            }
          >
            <Amount wei={totals.totalSlashed} />
          </Stat>
        </Stats>
      ) : null}
    </Panel>
  );
}
