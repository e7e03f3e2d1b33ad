import { type ReactNode, useEffect, useState } from "react";
import { freshness } from "../api/freshness.ts";
import { type LiveMode, liveMode, POLL_MS } from "../api/live.ts";
import { useStore } from "../api/Store.ts";
import { whole } from "../values/amount.ts";
import { duration, inUtc, inZone, momentOf } from "../values/moment.ts";

const modes: Record<LiveMode, { words: string; meaning: string }> = {
  connecting: { words: "Connecting", meaning: "Asking the API to tell of new blocks" },
  live: { words: "Live", meaning: "The API tells of each new block as it is indexed" },
  polling: {
    words: `Asking every ${POLL_MS / 1000} s`,
    meaning: "No live connection: the page asks again every few seconds instead",
  },
  offline: { words: "No answer", meaning: "The API does not answer; the page goes on asking" },
};

/** How news arrive, which block the page shows, and how old it is: always in sight. */
export function Freshness(): ReactNode {
  const mode = useStore(liveMode);
  const asOf = useStore(freshness);
  const now = useNow();
  const { words, meaning } = modes[mode];
  const at = asOf?.timestamp ? momentOf(asOf.timestamp) : null;
  return (
    <p className="freshness" data-mode={mode}>
      <span className="mode" title={meaning} role="status">
        <span className="dot" aria-hidden="true" />
        {words}
      </span>
      {asOf === null ? null : (
        <span className="block" title={asOf.blockHash ?? undefined}>
          block <span className="figure">{whole(asOf.blockNumber)}</span>
        </span>
      )}
      {at === null ? null : (
        <time dateTime={at.toISOString()} title={`${inZone(at)} = ${inUtc(at)}`} data-testid="age">
          {duration((now - at.getTime()) / 1000)} old
        </time>
      )}
      {asOf?.lagBlocks ? (
        <span className="behind">{whole(asOf.lagBlocks)} blocks behind the chain</span>
      ) : null}
    </p>
  );
}

function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
