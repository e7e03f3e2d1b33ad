import type { IndexPoint } from "@manometer/analytics/metrics/streamed";
import { inOrder } from "./levelKinds.ts";
import type { IndexFact, PoolRow, UnitsFact } from "./streamKinds.ts";

/** Facts of a kind since a window's start, and the newest before it. */
export type Since<F> = { readonly before: F | null; readonly head: readonly F[] };

/** The index at the newest fact before the window and at each since, in chain order. */
export function pointsOf(
  row: Pick<PoolRow, "totalUnits">,
  units: Since<UnitsFact>,
  flows: readonly Since<IndexFact>[],
): IndexPoint[] {
  const before = [units.before, ...flows.map((flow) => flow.before)].filter((fact) => fact !== null);
  const facts: (IndexFact & Partial<UnitsFact>)[] = inOrder<IndexFact>([
    inOrder([before]).slice(-1),
    units.head,
    ...flows.map(({ head }) => head),
  ]);
  let total = BigInt(units.before?.totalUnits ?? (units.head.length === 0 ? row.totalUnits : 0));
  return facts.map(({ at, perUnitIndex, actualAmount, totalUnits }) => {
    if (totalUnits !== undefined) total = BigInt(totalUnits);
    const after = BigInt(perUnitIndex);
    const jump = actualAmount === undefined || total === 0n ? 0n : BigInt(actualAmount) / total;
    return { at: BigInt(at), before: after - jump, after };
  });
}
