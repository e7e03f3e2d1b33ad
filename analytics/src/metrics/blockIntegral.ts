import type { StepSeries } from "../steps.ts";

/**
 * Σ value · blocks between consecutive edges: what a rate per block adds up to.
 * @param edges block numbers in ascending order; a value counts from its own block on
 * @returns one sum for each gap between edges
 * @example blockIntegrals({ initial: 1n, steps: [{ block: 3n, at: 0n, value: 5n }] }, [0n, 4n]) // [8n]
 */
export function blockIntegrals({ initial, steps }: StepSeries<bigint>, edges: readonly bigint[]): bigint[] {
  let next = 0;
  let value = initial;
  return edges.slice(1).map((end, index) => {
    let block = edges[index] ?? end;
    let sum = 0n;
    for (let step = steps[next]; step !== undefined && step.block < end; step = steps[++next]) {
      if (step.block > block) {
        sum += value * (step.block - block);
        block = step.block;
      }
      value = step.value;
    }
    return sum + value * (end - block);
  });
}
