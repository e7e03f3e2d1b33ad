import { capitalEfficiency } from "@manometer/analytics/metrics/capitalEfficiency";
import { slashRatio } from "@manometer/analytics/metrics/slashRatio";
import { stakeBuckets } from "@manometer/analytics/metrics/stakeBuckets";
import { stakeReuse } from "@manometer/analytics/metrics/stakeReuse";
import { flowBuckets, flowSum } from "@manometer/analytics/metrics/throughput";
import type { GraphQLResolveInfo } from "graphql";
import type { Context } from "../context.ts";
import { fundedTogether } from "../funded.ts";
import { paid, paidRows, streamedRows, streamsOf } from "../paid.ts";
import { type Drained, drainsOf, poolsOf, type WithPools, withDrains, withPools } from "../pools.ts";
import { type InWindow, questionOf, type Series, seriesOf } from "../question.ts";
import type { Counted } from "../subgraph/Counted.ts";

type Serving = {
  readonly manometer_cap: string;
  readonly manometer_served: readonly { readonly manometer_smoothed: string }[];
};
type Staking = {
  readonly manometer_id: string;
  readonly manometer_stakes: string;
  readonly manometer_unstakes: string;
  readonly manometer_slashes: string;
  readonly manometer_since: string;
};

// A client's alias may shadow any name of the schema, so keys are asked for under names that are not in it.
const staking =
  "{ manometer_id: id manometer_stakes: stakeCount manometer_unstakes: unstakeCount manometer_slashes: slashCount manometer_since: firstSeenAt }";

/** What we add to a sink. */
export const Sink = {
  slashRatio: {
    selectionSet: "{ manometer_slashed: totalSlashed manometer_staked: totalStaked }",
    resolve: (parent: { readonly manometer_slashed: string; readonly manometer_staked: string }) =>
      slashRatio(BigInt(parent.manometer_slashed), BigInt(parent.manometer_staked)),
  },
  stakeReuse: {
    selectionSet: `{
      manometer_cap: cap
      manometer_served: capacities(first: 1000, where: { isRegistered: true }) { manometer_smoothed: smoothed }
    }`,
    resolve: ({ manometer_served: served, manometer_cap: cap }: Serving) =>
      stakeReuse(
        served.map((pair) => BigInt(pair.manometer_smoothed)),
        BigInt(cap),
      ),
  },
  sybil: {
    selectionSet: "{ manometer_id: id }",
    async resolve(
      { manometer_id: id }: { readonly manometer_id: string },
      _args: unknown,
      context: Context,
      info: GraphQLResolveInfo,
    ) {
      return fundedTogether(await context.histories.funders.of(id, await context.blocks.of(info)));
    },
  },
  capitalEfficiency: {
    selectionSet: `{ ...on Sink ${staking} ${withDrains} }`,
    async resolve(parent: Staking & Drained, args: InWindow, context: Context, info: GraphQLResolveInfo) {
      const question = await questionOf(args, { context, info });
      const [{ flows, resolution }, stakes] = await Promise.all([
        context.histories.drains(drainsOf(parent), question),
        context.histories.stakes(changesOf(parent), question),
      ]);
      return { ...capitalEfficiency(flowSum(flows), stakes, question.window), resolution };
    },
  },
  stakeOverTime: {
    selectionSet: staking,
    async resolve(parent: Staking, args: Series, context: Context, info: GraphQLResolveInfo) {
      const question = await seriesOf(args, { context, info });
      const { before, moves, window, resolution } = await context.histories.stakes(
        changesOf(parent),
        question,
      );
      const rows = stakeBuckets(before, moves, { window, interval: question.interval });
      return rows.map((row) => ({ ...row, resolution }));
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
      const [{ flows, window, resolution }, streams] = await Promise.all([
        context.histories.drains(drainsOf(parent), question),
        streamsOf(context, poolsOf(parent), question),
      ]);
      const { interval } = question;
      const streamed = streamedRows(streams, parent.manometer_id, { window, interval });
      return paidRows(flowBuckets(flows, window, interval), streamed, resolution);
    },
  },
};

function changesOf(parent: Staking): Counted {
  const { manometer_stakes: stakes, manometer_unstakes: unstakes, manometer_slashes: slashes } = parent;
  const count = BigInt(stakes) + BigInt(unstakes) + BigInt(slashes);
  return { id: parent.manometer_id, count, since: BigInt(parent.manometer_since) };
}
