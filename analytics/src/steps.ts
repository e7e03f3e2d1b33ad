/** A value set in a block: it holds from `at` (seconds since 1970) until the next step. */
export type Step<V> = { readonly block: bigint; readonly at: bigint; readonly value: V };

/** A value over time: what held at first, and its steps in chain order. */
export type StepSeries<V> = { readonly initial: V; readonly steps: readonly Step<V>[] };

/**
 * A value that follows from others, block by block: of several steps in one block only the last counts.
 * @param of computes it from the values of `parts`, in their order
 * @example combine([stored, cap], ([s, c]) => (s < c ? s : c)).steps
 */
export function combine<A, V>(
  parts: readonly StepSeries<A>[],
  of: (values: readonly A[]) => V,
): StepSeries<V> {
  const values = parts.map((part) => part.initial);
  const initial = of(values);
  const all = parts.flatMap((part, index) => part.steps.map((step) => ({ ...step, index })));
  all.sort((a, b) => Number(a.block - b.block));
  const steps: Step<V>[] = [];
  for (const [position, { block, at, index, value }] of all.entries()) {
    values[index] = value;
    if (all[position + 1]?.block !== block) steps.push({ block, at, value: of(values) });
  }
  return { initial, steps };
}

/**
 * What held just before each of some moments.
 * @param moments seconds since 1970, in ascending order
 * @example valuesBefore({ initial: 1n, steps: [{ block: 1n, at: 5n, value: 2n }] }, [5n, 6n]) // [1n, 2n]
 */
export function valuesBefore<V>({ initial, steps }: StepSeries<V>, moments: readonly bigint[]): V[] {
  let next = 0;
  let value = initial;
  return moments.map((moment) => {
    for (let step = steps[next]; step !== undefined && step.at < moment; step = steps[++next]) {
      value = step.value;
    }
    return value;
  });
}
