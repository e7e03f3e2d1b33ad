import type { Hex } from "viem";
import type { SlasherName } from "../cast.ts";
import type { Stage } from "../stage.ts";

/** A slash of a share of the sink's stake, in thousandths. */
export type Order = { by: SlasherName; sink: string; permille: bigint; reason: Hex; evidence?: Hex };

/** What the order takes from the sink now, in token wei. */
export function amountOf(
  { cast, world }: Stage,
  { sink, permille }: Pick<Order, "sink" | "permille">,
): bigint {
  return (world.stakes.of(cast.addressOf(sink)) * permille) / 1000n;
}

/** Slashes a share of the sink's stake. */
export function slash(stage: Stage, order: Order): void {
  const { by, reason, evidence = null } = order;
  const sink = stage.cast.addressOf(order.sink);
  const amount = amountOf(stage, order);
  stage.act({ by: stage.cast.addressOf(by), kind: "slash", sink, amount, reason, evidence });
}
