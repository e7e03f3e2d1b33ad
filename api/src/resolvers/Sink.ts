import { flowBuckets, flowSum } from "@manometer/analytics/metrics/throughput";
import type { GraphQLResolveInfo } from "graphql";
import type { Context } from "../context.ts";
import { intervalOf, type WindowInput, windowOf } from "../window.ts";

type Parent = { readonly manometer_id: string };
type InWindow = { readonly window?: WindowInput | null };
type Series = InWindow & { readonly interval: string };

// A client's alias may shadow any name of the schema, so keys are asked for under names that are not in it.
const selectionSet = "{ manometer_id: id }";
const unstreamed = {
  streamed: null,
  total: null,
  nullReason: "streamed, total: this version counts what buffers paid, not yet what pools streamed",
};

/** What we add to a sink. */
export const Sink = {
  throughput: {
    selectionSet,
    async resolve({ manometer_id }: Parent, args: InWindow, context: Context, info: GraphQLResolveInfo) {
      const block = await context.blocks.of(info);
      const window = windowOf(args.window, block.end);
      const read = await context.histories.drains(manometer_id, { block, window, interval: null });
      return { interval: window, drained: flowSum(read.flows), resolution: read.resolution, ...unstreamed };
    },
  },
  throughputOverTime: {
    selectionSet,
    async resolve({ manometer_id }: Parent, args: Series, context: Context, info: GraphQLResolveInfo) {
      const block = await context.blocks.of(info);
      const wanted = windowOf(args.window, block.end);
      const interval = intervalOf(args.interval, wanted);
      const { flows, window } = await context.histories.drains(manometer_id, {
        block,
        window: wanted,
        interval,
      });
      const rows = flowBuckets(flows, window, interval);
      return rows.map(({ amount, ...row }) => ({ ...row, drained: amount, ...unstreamed }));
    },
  },
};
