import { inChainOrder, type Position } from "./ChainLog.ts";

/** A value from right after a log on. */
export type Step<Value> = Position & { readonly value: Value };

/**
 * The value of a step series just before a position.
 * @param steps in the chain's order
 * @param initial the value before the first step
 */
export function valueBefore<Value>(steps: readonly Step<Value>[], position: Position, initial: Value): Value {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const step = steps[middle];
    if (step !== undefined && inChainOrder(step, position) < 0) low = middle + 1;
    else high = middle;
  }
  return steps[low - 1]?.value ?? initial;
}

/** The first position of a block: what stands before it is the state at the end of the block before. */
export function startOf(blockNumber: number): Position {
  return { blockNumber, logIndex: -1 };
}
