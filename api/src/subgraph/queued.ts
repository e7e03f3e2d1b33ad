import { queuePlace } from "@manometer/analytics/metrics/queuePlace";
import type { Block } from "./Blocks.ts";
import { type Deposit, sliceOf } from "./Queues.ts";

/** A buffer as its resolvers ask for it: the ends of its queue. */
export type Queue = {
  readonly manometer_id: string;
  readonly manometer_head: string;
  readonly manometer_tail: string;
};

/** What waits in a buffer. */
export function waiting({ manometer_id: buffer, manometer_head: head, manometer_tail: tail }: Queue) {
  return { buffer, from: BigInt(head), to: BigInt(tail) };
}

/** A deposit with its place in the queue, as seen from a block. */
export function queued(deposit: Deposit, queue: Queue, block: Block) {
  const slice = sliceOf(deposit);
  const now = { at: block.timestamp ?? block.end - 1n, block: BigInt(block.number) };
  return {
    depositId: deposit.id,
    sourceId: deposit.source.id,
    amount: BigInt(deposit.amount),
    depositedAt: slice.at,
    ...queuePlace(slice, BigInt(queue.manometer_head), now),
  };
}
