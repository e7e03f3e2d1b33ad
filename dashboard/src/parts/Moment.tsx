import type { ReactNode } from "react";
import { inUtc, inZone, momentOf } from "../values/moment.ts";

/** A moment in the viewer's zone, with UTC on hover; from an ISO 8601 text or from seconds since 1970. */
export function Moment({ at }: { at: string }): ReactNode {
  const moment = momentOf(at);
  return (
    <time className="figure" dateTime={moment.toISOString()} title={inUtc(moment)}>
      {inZone(moment)}
    </time>
  );
}
