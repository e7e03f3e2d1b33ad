/** A change of a sink's stake, and what its cap was before and after. */
export type CapChange = { sequence: string; timestamp: string; capBefore: string; capAfter: string };

/** The stakes, unstakes and slashes of a sink, each newest first. */
export type StakeActs = {
  readonly stakes: readonly CapChange[];
  readonly unstakes: readonly CapChange[];
  readonly slashes: readonly CapChange[];
};

/** A sink's cap at a moment (units of capacity), from the changes of its stake; null where they begin later with no cap. */
export function capAt(changes: readonly CapChange[], moment: number): bigint | null {
  const last = changes.findLast(({ timestamp }) => Number(timestamp) * 1000 <= moment);
  if (last !== undefined) return BigInt(last.capAfter);
  const first = changes[0];
  return first === undefined ? null : BigInt(first.capBefore);
}

/** All changes of a sink's stake in the order of the chain. */
export function capChanges({ stakes, unstakes, slashes }: StakeActs): CapChange[] {
  return [...stakes, ...unstakes, ...slashes].sort((a, b) =>
    BigInt(a.sequence) < BigInt(b.sequence) ? -1 : 1,
  );
}
