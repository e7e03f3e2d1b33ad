import { capacityBuckets } from "@manometer/analytics/metrics/capacityBuckets";
import { observed } from "@manometer/analytics/metrics/observed";
import { reliability } from "@manometer/analytics/metrics/reliability";
import { utilization } from "@manometer/analytics/metrics/utilization";
import { Volatility } from "@manometer/analytics/metrics/volatility";
import type { GraphQLResolveInfo } from "graphql";
import type { CapacityBasis, Context } from "../context.ts";
import { intervalOf, type WindowInput, windowOf } from "../window.ts";

type Parent = { readonly manometer_id: string };
type InWindow = { readonly window?: WindowInput | null };
type OnBasis = InWindow & { readonly basis: CapacityBasis | null };
type Series = OnBasis & { readonly interval: string };

// A client's alias may shadow any name of the schema, so keys are asked for under names that are not in it.
const selectionSet = "{ manometer_id: id }";

/** What we add to a task type × sink. */
export const SinkCapacity = {
  utilization: {
    selectionSet: "{ manometer_smoothed: smoothed manometer_cap: cap }",
    resolve: (parent: { readonly manometer_smoothed: string; readonly manometer_cap: string }) =>
      utilization(BigInt(parent.manometer_smoothed), BigInt(parent.manometer_cap)),
  },
  volatility: {
    selectionSet,
    async resolve({ manometer_id }: Parent, args: OnBasis, context: Context, info: GraphQLResolveInfo) {
      const block = await context.blocks.of(info);
      const window = windowOf(args.window, block.end);
      const question = { block, window, interval: null };
      const read = await context.histories.reveals(manometer_id, question, args.basis ?? "CAPPED");
      return Object.assign(new Volatility(observed(read, window)), { resolution: read.resolution });
    },
  },
  reliability: {
    selectionSet,
    async resolve({ manometer_id }: Parent, args: InWindow, context: Context, info: GraphQLResolveInfo) {
      const block = await context.blocks.of(info);
      const window = windowOf(args.window, block.end);
      const fates = await context.histories.commitments(manometer_id, { block, window, interval: null });
      return reliability(fates, BigInt(block.number));
    },
  },
  capacityOverTime: {
    selectionSet,
    async resolve({ manometer_id }: Parent, args: Series, context: Context, info: GraphQLResolveInfo) {
      const block = await context.blocks.of(info);
      const window = windowOf(args.window, block.end);
      const interval = intervalOf(args.interval, window);
      const question = { block, window, interval };
      const read = await context.histories.reveals(manometer_id, question, args.basis ?? "CAPPED");
      return capacityBuckets(read, read.window, interval);
    },
  },
};
