import type { IndexPoint } from "@manometer/analytics/metrics/streamed";
import type { History } from "./History.ts";
import { inOrder } from "./levelKinds.ts";
import type { IndexFact, PoolRow, UnitsFact } from "./streamKinds.ts";

/** The index at the newest fact before the window and at each since, in chain order. */
export function pointsOf(
  row: PoolRow,
  units: History<UnitsFact, never>,
  flows: readonly History<IndexFact, never>[],
): IndexPoint[] {
  const before = [units.before, ...flows.map((flow) => flow.before)].filter((fact) => fact !== null);
  const facts: (IndexFact & Partial<UnitsFact>)[] = inOrder<IndexFact>([
    inOrder([before]).slice(-1),
    units.head,
    ...flows.map(({ head }) => head),
  ]);
  let total = BigInt(units.before?.totalUnits ?? (units.head.length === 0 ? row.totalUnits : 0));
  return facts.map(({ at, perUnitIndex, actualAmount, totalUnits }) => {
    total = BigInt(totalUnits ?? total);
    const after = BigInt(perUnitIndex);
    const jump = actualAmount === undefined || total === 0n ? 0n : BigInt(actualAmount) / total;
    return { at: BigInt(at), before: after - jump, after };
  });
}
