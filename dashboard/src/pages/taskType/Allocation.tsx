import type { ReactNode } from "react";
import type { TaskTypeQuery } from "../../../generated/TaskType/graphql.ts";
import { type SharePair, SharePairs } from "../../charts/SharePairs.tsx";
import { Explain } from "../../parts/Explain.tsx";
import { Id } from "../../parts/Id.tsx";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";

type State = NonNullable<TaskTypeQuery["allocation"]>;
type Props = { state: State | undefined; source: PanelSource };

/** Each sink's part of the capacity beside its part of the stream, now. */
export function Allocation({ state, source }: Props): ReactNode {
  const pairs = state === undefined ? [] : pairsOf(state);
  return (
    <Panel
      title="Allocation against capacity"
      lead={
        <>
          The stream should follow the capacity; between rebalances it drifts.{" "}
          <Explain term="share drift" of="RebalanceHealth.shareDrift" />
        </>
      }
      source={source}
      table={{
        name: "allocation-against-capacity",
        columns: ["sink", "capacity_units", "capacity_share", "pool_units", "stream_share"],
        rows: pairs.map(({ id, smoothed, capacity, held, units }) => [id, smoothed, capacity, held, units]),
      }}
      empty={pairs.length === 0 && "No sink serves this task type now."}
      size="half"
    >
      <SharePairs pairs={pairs} />
    </Panel>
  );
}

function pairsOf({ capacities, pool }: State): (SharePair & { smoothed: string; held: string })[] {
  const total = capacities.reduce(
    (sum, { isRegistered, smoothed }) => sum + (isRegistered ? BigInt(smoothed) : 0n),
    0n,
  );
  return capacities
    .map(({ isRegistered, smoothed, sink }) => {
      const held = pool?.members.find((member) => member.sink.id === sink.id)?.units ?? "0";
      return {
        id: sink.id,
        name: <Id hex={sink.id} to={`/sinks/${sink.id}`} />,
        smoothed: isRegistered ? smoothed : "0",
        held,
        capacity: isRegistered ? part(smoothed, total) : 0,
        units: part(held, BigInt(pool?.totalUnits ?? "0")),
      };
    })
    .filter(({ capacity, units }) => capacity > 0 || units > 0)
    .sort((a, b) => b.capacity - a.capacity);
}

function part(value: string, total: bigint): number {
  return total === 0n ? 0 : Number(value) / Number(total);
}
