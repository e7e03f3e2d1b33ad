import type { ReactNode } from "react";
import { Moment } from "../../parts/Moment.tsx";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { inUtc, momentOf } from "../../values/moment.ts";
import { plainWords } from "../../values/names.ts";
import { EventWords, type LatestEvent } from "./eventWords.tsx";

type Props = { events: readonly LatestEvent[] | undefined; source: PanelSource };

/** The newest events of the whole network, newest first. */
export function Latest({ events = [], source }: Props): ReactNode {
  const table = {
    name: "latest-events",
    columns: ["time_utc", "block", "event", "id", "transaction_from"],
    rows: events.map(({ __typename, id, blockNumber, timestamp, transactionFrom }) => [
      inUtc(momentOf(timestamp)),
      blockNumber,
      __typename,
      id,
      transactionFrom,
    ]),
  };
  return (
    <Panel
      title="Latest events"
      lead="As the chain tells them, newest first."
      source={source}
      table={table}
      empty={events.length === 0 && "Nothing has happened yet."}
      size="half"
    >
      <ol className="events" aria-live="polite">
        {events.map((event) => (
          <li key={event.id} data-kind={event.__typename}>
            <span className="what" title={plainWords(event.__typename)}>
              <EventWords event={event} />
            </span>
            <Moment at={event.timestamp} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}
