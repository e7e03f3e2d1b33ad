import { slashRatio } from "@manometer/analytics/metrics/slashRatio";
import { stakeBuckets } from "@manometer/analytics/metrics/stakeBuckets";
import { flowBuckets, flowSum } from "@manometer/analytics/metrics/throughput";
import type { GraphQLResolveInfo } from "graphql";
import type { Context } from "../context.ts";
import { paid, paidRows, streamedOf } from "../paid.ts";
import { poolsOf, type WithPools, withPools } from "../pools.ts";
import { type InWindow, questionOf, type Series, seriesOf } from "../question.ts";

type Parent = { readonly manometer_id: string };

// A client's alias may shadow any name of the schema, so keys are asked for under names that are not in it.
const selectionSet = "{ manometer_id: id }";
/** What we add to a sink. */
export const Sink = {
  slashRatio: {
    selectionSet: "{ manometer_slashed: totalSlashed manometer_staked: totalStaked }",
    resolve: (parent: { readonly manometer_slashed: string; readonly manometer_staked: string }) =>
      slashRatio(BigInt(parent.manometer_slashed), BigInt(parent.manometer_staked)),
  },
  stakeOverTime: {
    selectionSet,
    async resolve({ manometer_id }: Parent, args: Series, context: Context, info: GraphQLResolveInfo) {
      const question = await seriesOf(args, { context, info });
      const { before, moves, window } = await context.histories.stakes(manometer_id, question);
      return stakeBuckets(before, moves, { window, interval: question.interval });
    },
  },
  throughput: {
    selectionSet: withPools,
    async resolve(parent: WithPools, args: InWindow, context: Context, info: GraphQLResolveInfo) {
      const question = await questionOf(args, { context, info });
      const { from, to } = question.window;
      const asked = { pools: poolsOf(parent), sink: parent.manometer_id, interval: to - from };
      const [{ flows, resolution }, streamed] = await Promise.all([
        context.histories.drains(parent.manometer_id, question),
        streamedOf(context, asked, question),
      ]);
      const drained = flowSum(flows);
      return { interval: question.window, drained, resolution, ...paid(drained, streamed, 0) };
    },
  },
  throughputOverTime: {
    selectionSet: withPools,
    async resolve(parent: WithPools, args: Series, context: Context, info: GraphQLResolveInfo) {
      const question = await seriesOf(args, { context, info });
      const { flows, window } = await context.histories.drains(parent.manometer_id, question);
      const { interval } = question;
      const asked = { pools: poolsOf(parent), sink: parent.manometer_id, interval };
      const streamed = await streamedOf(context, asked, { ...question, window });
      return paidRows(flowBuckets(flows, window, interval), streamed);
    },
  },
};
