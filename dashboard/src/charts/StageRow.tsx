import type { ReactNode } from "react";
import { capacity as inWords } from "../values/amount.ts";

/** A stage of a pipeline: what it can do, and what the stages after it let through (units of capacity). */
export type StageView = {
  readonly id: string;
  readonly name: ReactNode;
  readonly capacity: string;
  readonly effective: string;
  readonly slack: string;
  readonly isBottleneck: boolean;
};

/** A pipeline's stages from upstream to downstream; the bottleneck stands out. */
export function StageRow({ stages, here }: { stages: readonly StageView[]; here?: string }): ReactNode {
  const most = Math.max(1, ...stages.map(({ capacity }) => Number(capacity)));
  return (
    <ol className="stages">
      {stages.map(({ id, name, capacity, effective, slack, isBottleneck }) => (
        <li key={id} data-bottleneck={isBottleneck} data-here={id === here}>
          <strong>{name}</strong>
          <span className="meter" aria-hidden="true">
            <span className="whole" style={{ height: `${(Number(capacity) / most) * 100}%` }} />
            <span className="used" style={{ height: `${(Number(effective) / most) * 100}%` }} />
          </span>
          <span title={`${effective} units of capacity`}>
            <b className="figure">{inWords(effective)}</b> <span className="unit">units flow</span>
          </span>
          <small title={`${capacity} units of capacity, slack ${slack}`}>
            {isBottleneck ? "the bottleneck" : `could do ${inWords(capacity)}`}
          </small>
        </li>
      ))}
    </ol>
  );
}
