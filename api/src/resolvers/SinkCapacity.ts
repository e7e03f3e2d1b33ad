import { capacityBuckets } from "@manometer/analytics/metrics/capacityBuckets";
import { observed } from "@manometer/analytics/metrics/observed";
import { overclaim } from "@manometer/analytics/metrics/overclaim";
import { reliability } from "@manometer/analytics/metrics/reliability";
import { flowBuckets } from "@manometer/analytics/metrics/throughput";
import { tracking } from "@manometer/analytics/metrics/tracking";
import { utilization } from "@manometer/analytics/metrics/utilization";
import { Volatility } from "@manometer/analytics/metrics/volatility";
import type { GraphQLResolveInfo } from "graphql";
import type { CapacityBasis, Context } from "../context.ts";
import { paidRows, streamedOf } from "../paid.ts";
import { poolsOf, type WithPools, withPools } from "../pools.ts";
import { type InWindow, questionOf, type Series, seriesOf } from "../question.ts";

type Parent = { readonly manometer_id: string };
type WithSink = WithPools & { readonly manometer_sink: { readonly manometer_id: string } };
type OnBasis = { readonly basis: CapacityBasis | null };

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
    async resolve(
      { manometer_id }: Parent,
      args: InWindow & OnBasis,
      context: Context,
      info: GraphQLResolveInfo,
    ) {
      const question = await questionOf(args, { context, info });
      const read = await context.histories.reveals(manometer_id, question, args.basis ?? "CAPPED");
      return Object.assign(new Volatility(observed(read, question.window)), { resolution: read.resolution });
    },
  },
  reliability: {
    selectionSet,
    async resolve({ manometer_id }: Parent, args: InWindow, context: Context, info: GraphQLResolveInfo) {
      const question = await questionOf(args, { context, info });
      const fates = await context.histories.commitments(manometer_id, question);
      return reliability(fates, BigInt(question.block.number));
    },
  },
  overclaim: {
    selectionSet,
    async resolve({ manometer_id }: Parent, args: InWindow, context: Context, info: GraphQLResolveInfo) {
      const question = await questionOf(args, { context, info });
      const { claims, resolution } = await context.histories.claims(manometer_id, question);
      return { ...overclaim(claims), resolution };
    },
  },
  tracking: {
    selectionSet,
    async resolve({ manometer_id }: Parent, args: InWindow, context: Context, info: GraphQLResolveInfo) {
      const question = await questionOf(args, { context, info });
      const { tracks, alphaBps, resolution } = await context.histories.tracks(manometer_id, question);
      return { ...tracking(tracks, alphaBps), resolution };
    },
  },
  capacityOverTime: {
    selectionSet,
    async resolve(
      { manometer_id }: Parent,
      args: Series & OnBasis,
      context: Context,
      info: GraphQLResolveInfo,
    ) {
      const question = await seriesOf(args, { context, info });
      const read = await context.histories.reveals(manometer_id, question, args.basis ?? "CAPPED");
      return capacityBuckets(read, read.window, question.interval);
    },
  },
  throughputOverTime: {
    selectionSet: `{ manometer_sink: sink { manometer_id: id } ...on SinkCapacity ${withPools} }`,
    async resolve(parent: WithSink, args: Series, context: Context, info: GraphQLResolveInfo) {
      const question = await seriesOf(args, { context, info });
      const { flows, window } = await context.histories.pairDrains(parent.manometer_id, question);
      const { interval } = question;
      const asked = { pools: poolsOf(parent), sink: parent.manometer_sink.manometer_id, interval };
      const streamed = await streamedOf(context, asked, { ...question, window });
      return paidRows(flowBuckets(flows, window, interval), streamed);
    },
  },
};
