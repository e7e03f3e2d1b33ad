import { allocationBuckets } from "@manometer/analytics/metrics/allocationBuckets";
import { concentration } from "@manometer/analytics/metrics/concentration";
import { concentrationBuckets } from "@manometer/analytics/metrics/concentrationBuckets";
import { observed } from "@manometer/analytics/metrics/observed";
import { flowBuckets } from "@manometer/analytics/metrics/throughput";
import { Volatility } from "@manometer/analytics/metrics/volatility";
import type { GraphQLResolveInfo } from "graphql";
import { allocationsOf } from "../allocations.ts";
import { changesOf, drainsOf, type WithBuffer, withBuffer } from "../buffered.ts";
import type { Context } from "../context.ts";
import { onlyCounted } from "../onlyCounted.ts";
import { paidRows, streamedRows, streamsOf } from "../paid.ts";
import { type Pool, pooled, poolKeys } from "../pools.ts";
import { type InWindow, questionOf, type Series, seriesOf } from "../question.ts";
import { rebalancingOf } from "../rebalancing.ts";
import { backlogOf, efficiencyOf, type TrueCapacity } from "../service.ts";
import { unlessTooLong } from "../tooLong.ts";

type Parent = { readonly manometer_id: string };
type WithTruth = InWindow & { readonly capacities?: readonly TrueCapacity[] | null };
type WithPool = { readonly manometer_pool: Pool | null };

// A client's alias may shadow any name of the schema, so keys are asked for under names that are not in it.
const selectionSet = "{ manometer_id: id }";
const withPool = `{ manometer_id: id manometer_pool: pool { ${poolKeys} } }`;
const withBoth = `{ ...on TaskType ${withPool} ...on TaskType ${withBuffer} }`;

/** What we add to a task type. */
export const TaskType = {
  volatility: {
    selectionSet,
    async resolve({ manometer_id }: Parent, args: InWindow, context: Context, info: GraphQLResolveInfo) {
      const question = await questionOf(args, { context, info });
      const { taskTypes } = context.histories;
      const read = await unlessTooLong(taskTypes.totals(manometer_id, question));
      if (read === null) return onlyCounted(await taskTypes.revealCount(manometer_id, question));
      return Object.assign(new Volatility(observed(read, question.window)), { resolution: "RAW" });
    },
  },
  concentration: {
    selectionSet,
    async resolve({ manometer_id }: Parent, _args: unknown, context: Context, info: GraphQLResolveInfo) {
      const block = await context.blocks.of(info);
      return concentration(await context.histories.taskTypes.effective(manometer_id, { block }));
    },
  },
  concentrationOverTime: {
    selectionSet,
    async resolve({ manometer_id }: Parent, args: Series, context: Context, info: GraphQLResolveInfo) {
      const question = await seriesOf(args, { context, info });
      const { sinks, window, resolution } = await context.histories.taskTypes.hourly(manometer_id, question);
      const effective = sinks.map((sink) => sink.effective);
      const rows = concentrationBuckets(effective, window, question.interval);
      return rows.map((row) => ({ ...row, resolution }));
    },
  },
  allocationOverTime: {
    selectionSet: withPool,
    async resolve(
      { manometer_pool: pool }: WithPool,
      args: Series,
      context: Context,
      info: GraphQLResolveInfo,
    ) {
      const question = await seriesOf(args, { context, info });
      const { interval, window } = question;
      if (pool !== null) return allocationsOf(context.histories, pool.manometer_id, question);
      return allocationBuckets([], window, interval).map((row) => ({ ...row, resolution: "RAW" }));
    },
  },
  rebalancing: {
    selectionSet: withPool,
    async resolve(parent: Parent & WithPool, args: InWindow, context: Context, info: GraphQLResolveInfo) {
      const question = await questionOf(args, { context, info });
      const pooled = { taskType: parent.manometer_id, pool: parent.manometer_pool?.manometer_id ?? null };
      return rebalancingOf(context.histories, pooled, question);
    },
  },
  efficiency: {
    selectionSet: withBuffer,
    async resolve(parent: WithBuffer, args: WithTruth, context: Context, info: GraphQLResolveInfo) {
      const question = await questionOf(args, { context, info });
      const truth = args.capacities ?? null;
      const result = await efficiencyOf(context.histories, drainsOf(parent), question, truth);
      return { ...result, basis: truth === null ? "SMOOTHED" : "EXTERNAL" };
    },
  },
  throughputOverTime: {
    selectionSet: withBoth,
    async resolve(parent: WithBuffer & WithPool, args: Series, context: Context, info: GraphQLResolveInfo) {
      const question = await seriesOf(args, { context, info });
      const pools = parent.manometer_pool === null ? [] : [pooled(parent.manometer_pool)];
      const [{ payments, window, resolution }, streams] = await Promise.all([
        context.histories.taskTypes.payments(drainsOf(parent), question),
        streamsOf(context, pools, question),
      ]);
      const { interval } = question;
      const streamed = streamedRows(streams, null, { window, interval });
      return paidRows(flowBuckets(payments, window, interval), streamed, resolution);
    },
  },
  backlogOverTime: {
    selectionSet: withBuffer,
    async resolve(parent: WithBuffer, args: Series, context: Context, info: GraphQLResolveInfo) {
      const question = await seriesOf(args, { context, info });
      return backlogOf(context.histories, changesOf(parent), question);
    },
  },
};
