import { capacityBuckets } from "@manometer/analytics/metrics/capacityBuckets";
import { countedReliability } from "@manometer/analytics/metrics/countedReliability";
import { observed } from "@manometer/analytics/metrics/observed";
import { overclaim, unseen } from "@manometer/analytics/metrics/overclaim";
import { reliability } from "@manometer/analytics/metrics/reliability";
import { flowBuckets } from "@manometer/analytics/metrics/throughput";
import { tracking } from "@manometer/analytics/metrics/tracking";
import { utilization } from "@manometer/analytics/metrics/utilization";
import { Volatility } from "@manometer/analytics/metrics/volatility";
import type { GraphQLResolveInfo } from "graphql";
import type { CapacityBasis, Context } from "../context.ts";
import { paidRows, streamedRows, streamsOf } from "../paid.ts";
import { drainsOf, poolsOf, type WithPools, withPools } from "../pools.ts";
import { type InWindow, questionOf, type Series, seriesOf } from "../question.ts";
import { type Counted, type Oldest, sinceOf } from "../subgraph/Counted.ts";

type Parent = {
  readonly manometer_id: string;
  readonly manometer_reveals: string;
  readonly manometer_revealed: Oldest;
};
type Commits = { readonly manometer_commits: string; readonly manometer_committed: Oldest };
type Spoken = {
  readonly manometer_taskType: { readonly manometer_protocol: { readonly isRawCapped: boolean } };
};
type WithSink = WithPools & { readonly manometer_sink: { readonly manometer_id: string } };
type OnBasis = { readonly basis: CapacityBasis | null };

// A client's alias may shadow any name of the schema, so keys are asked for under names that are not in it.
const selectionSet =
  "{ manometer_id: id manometer_reveals: revealCount manometer_revealed: reveals(first: 1, orderBy: sequence) { manometer_at: timestamp } }";
const commitSet =
  "manometer_commits: commitCount manometer_committed: commits(first: 1, orderBy: sequence) { manometer_at: timestamp }";
const dialectSet = "manometer_taskType: taskType { manometer_protocol: protocol { isRawCapped } }";

/** What we add to a task type × sink. */
export const SinkCapacity = {
  utilization: {
    selectionSet: "{ manometer_smoothed: smoothed manometer_cap: cap }",
    resolve: (parent: { readonly manometer_smoothed: string; readonly manometer_cap: string }) =>
      utilization(BigInt(parent.manometer_smoothed), BigInt(parent.manometer_cap)),
  },
  isOverCap: {
    selectionSet: "{ manometer_stored: stored manometer_cap: cap }",
    resolve: (parent: { readonly manometer_stored: string; readonly manometer_cap: string }) =>
      BigInt(parent.manometer_stored) > BigInt(parent.manometer_cap),
  },
  volatility: {
    selectionSet,
    async resolve(parent: Parent, args: InWindow & OnBasis, context: Context, info: GraphQLResolveInfo) {
      const question = await questionOf(args, { context, info });
      const read = await context.histories.pairs.reveals(revealsOf(parent), question, args.basis ?? "CAPPED");
      return Object.assign(new Volatility(observed(read, question.window)), { resolution: read.resolution });
    },
  },
  reliability: {
    selectionSet: `{ ${commitSet} ...on SinkCapacity ${selectionSet} }`,
    async resolve(parent: Parent & Commits, args: InWindow, context: Context, info: GraphQLResolveInfo) {
      const question = await questionOf(args, { context, info });
      const signals = { commits: commitsOf(parent), reveals: revealsOf(parent) };
      const read = await context.histories.pairs.commitments(signals, question);
      if ("fates" in read) {
        return { ...reliability(read.fates, BigInt(question.block.number)), resolution: "RAW" };
      }
      return { ...countedReliability(read.counts, question.window), resolution: read.resolution };
    },
  },
  overclaim: {
    selectionSet: `{ ${dialectSet} ...on SinkCapacity ${selectionSet} }`,
    async resolve(parent: Parent & Spoken, args: InWindow, context: Context, info: GraphQLResolveInfo) {
      const question = await questionOf(args, { context, info });
      const { claims, resolution } = await context.histories.pairs.claims(revealsOf(parent), question);
      const found = overclaim(claims);
      const { isRawCapped } = parent.manometer_taskType.manometer_protocol;
      return { ...(isRawCapped ? unseen(found) : found), resolution };
    },
  },
  tracking: {
    selectionSet,
    async resolve(parent: Parent, args: InWindow, context: Context, info: GraphQLResolveInfo) {
      const question = await questionOf(args, { context, info });
      const { tracks, alphaBps, resolution } = await context.histories.pairs.tracks(
        revealsOf(parent),
        question,
      );
      return { ...tracking(tracks, alphaBps), resolution };
    },
  },
  capacityOverTime: {
    selectionSet,
    async resolve(parent: Parent, args: Series & OnBasis, context: Context, info: GraphQLResolveInfo) {
      const question = await seriesOf(args, { context, info });
      const read = await context.histories.pairs.reveals(revealsOf(parent), question, args.basis ?? "CAPPED");
      const { resolution, window } = read;
      return capacityBuckets(read, window, question.interval).map((row) => ({ ...row, resolution }));
    },
  },
  throughputOverTime: {
    selectionSet: `{ manometer_sink: sink { manometer_id: id } ...on SinkCapacity ${withPools} }`,
    async resolve(parent: WithSink, args: Series, context: Context, info: GraphQLResolveInfo) {
      const question = await seriesOf(args, { context, info });
      const [{ flows, window, resolution }, streams] = await Promise.all([
        context.histories.pairs.drains(drainsOf(parent), question),
        streamsOf(context, poolsOf(parent), question),
      ]);
      const { interval } = question;
      const streamed = streamedRows(streams, parent.manometer_sink.manometer_id, { window, interval });
      return paidRows(flowBuckets(flows, window, interval), streamed, resolution);
    },
  },
};

function revealsOf({ manometer_id: id, manometer_reveals: count, manometer_revealed }: Parent): Counted {
  return { id, count: BigInt(count), since: sinceOf(manometer_revealed) };
}

function commitsOf(parent: Parent & Commits): Counted {
  const { manometer_id: id, manometer_commits: count, manometer_committed } = parent;
  return { id, count: BigInt(count), since: sinceOf(manometer_committed) };
}
