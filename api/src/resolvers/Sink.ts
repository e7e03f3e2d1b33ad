import { slashRatio } from "@manometer/analytics/metrics/slashRatio";
import { stakeBuckets } from "@manometer/analytics/metrics/stakeBuckets";
import { flowBuckets, flowSum } from "@manometer/analytics/metrics/throughput";
import type { GraphQLResolveInfo } from "graphql";
import type { Context } from "../context.ts";
import { paid, paidRows, streamedRows, streamsOf } from "../paid.ts";
import { drainsOf, poolsOf, type WithPools, withPools } from "../pools.ts";
import { type InWindow, questionOf, type Series, seriesOf } from "../question.ts";
import type { Counted } from "../subgraph/PairHistories.ts";

type Staking = {
  readonly manometer_id: string;
  readonly manometer_stakes: string;
  readonly manometer_unstakes: string;
  readonly manometer_slashes: string;
};

// A client's alias may shadow any name of the schema, so keys are asked for under names that are not in it.
const staking =
  "{ manometer_id: id manometer_stakes: stakeCount manometer_unstakes: unstakeCount manometer_slashes: slashCount }";

/** What we add to a sink. */
export const Sink = {
  slashRatio: {
    selectionSet: "{ manometer_slashed: totalSlashed manometer_staked: totalStaked }",
    resolve: (parent: { readonly manometer_slashed: string; readonly manometer_staked: string }) =>
      slashRatio(BigInt(parent.manometer_slashed), BigInt(parent.manometer_staked)),
  },
  stakeOverTime: {
    selectionSet: staking,
    async resolve(parent: Staking, args: Series, context: Context, info: GraphQLResolveInfo) {
      const question = await seriesOf(args, { context, info });
      const { before, moves, window } = await context.histories.stakes(changesOf(parent), question);
      return stakeBuckets(before, moves, { window, interval: question.interval });
    },
  },
  throughput: {
    selectionSet: withPools,
    async resolve(parent: WithPools, args: InWindow, context: Context, info: GraphQLResolveInfo) {
      const question = await questionOf(args, { context, info });
      const { window } = question;
      const [{ flows, resolution }, streams] = await Promise.all([
        context.histories.drains(drainsOf(parent), question),
        streamsOf(context, poolsOf(parent), question),
      ]);
      const span = { window, interval: window.to - window.from };
      const streamed = streamedRows(streams, parent.manometer_id, span);
      const drained = flowSum(flows);
      return { interval: window, drained, resolution, ...paid(drained, streamed, 0) };
    },
  },
  throughputOverTime: {
    selectionSet: withPools,
    async resolve(parent: WithPools, args: Series, context: Context, info: GraphQLResolveInfo) {
      const question = await seriesOf(args, { context, info });
      const [{ flows, window }, streams] = await Promise.all([
        context.histories.drains(drainsOf(parent), question),
        streamsOf(context, poolsOf(parent), question),
      ]);
      const { interval } = question;
      const streamed = streamedRows(streams, parent.manometer_id, { window, interval });
      return paidRows(flowBuckets(flows, window, interval), streamed);
    },
  },
};

function changesOf(parent: Staking): Counted {
  const { manometer_stakes: stakes, manometer_unstakes: unstakes, manometer_slashes: slashes } = parent;
  return { id: parent.manometer_id, count: BigInt(stakes) + BigInt(unstakes) + BigInt(slashes) };
}
