import { bufferBuckets } from "@manometer/analytics/metrics/bufferBuckets";
import { timeInFull, turnover } from "@manometer/analytics/metrics/bufferFigures";
import { pressure } from "@manometer/analytics/metrics/pressure";
import type { GraphQLResolveInfo } from "graphql";
import type { Context } from "../context.ts";
import { apiError } from "../errors.ts";
import { latencyOf } from "../latency.ts";
import { type InWindow, questionOf, type Series, seriesOf } from "../question.ts";
import { type Counted, type Oldest, sinceOf } from "../subgraph/Counted.ts";
import { type Queue, queued, waiting } from "../subgraph/queued.ts";

type Parent = {
  readonly manometer_id: string;
  readonly manometer_deposits: string;
  readonly manometer_drains: string;
  readonly manometer_first: Oldest;
};

const MOST_QUEUED = 1000;
const QUEUED = 100;
// A client's alias may shadow any name of the schema, so keys are asked for under names that are not in it.
const selectionSet =
  "{ manometer_id: id manometer_deposits: depositCount manometer_drains: drainCount manometer_first: deposits(first: 1, orderBy: sequence) { manometer_at: timestamp } }";
const queueSet = "{ manometer_id: id manometer_head: totalDrained manometer_tail: totalDeposited }";

/** What we add to a buffer. */
export const Buffer = {
  pressure: {
    selectionSet: "{ manometer_level: level manometer_max: max }",
    resolve: (parent: { readonly manometer_level: string; readonly manometer_max: string }) =>
      pressure(BigInt(parent.manometer_level), BigInt(parent.manometer_max)),
  },
  pressureOverTime: {
    selectionSet,
    async resolve(parent: Parent, args: Series, context: Context, info: GraphQLResolveInfo) {
      const question = await seriesOf(args, { context, info });
      const read = await context.histories.buffers(changesOf(parent), question);
      const { resolution, window } = read;
      const rows = bufferBuckets(read, { window, interval: question.interval });
      return rows.map((row) => ({ ...row, resolution }));
    },
  },
  timeInFull: {
    selectionSet,
    async resolve(parent: Parent, args: InWindow, context: Context, info: GraphQLResolveInfo) {
      const question = await questionOf(args, { context, info });
      const read = await context.histories.buffers(changesOf(parent), question);
      return { ...timeInFull(read, question.window), resolution: read.resolution };
    },
  },
  turnover: {
    selectionSet,
    async resolve(parent: Parent, args: InWindow, context: Context, info: GraphQLResolveInfo) {
      const question = await questionOf(args, { context, info });
      const read = await context.histories.buffers(changesOf(parent), question);
      return { ...turnover(read, question.window), resolution: read.resolution };
    },
  },
  drainLatency: {
    selectionSet: `{ ...on Buffer ${selectionSet} ...on Buffer ${queueSet} }`,
    async resolve(parent: Parent & Queue, args: InWindow, context: Context, info: GraphQLResolveInfo) {
      const question = await questionOf(args, { context, info });
      const changes = changesOf(parent);
      const drains = { ...changes, count: BigInt(parent.manometer_drains) };
      const [latency, [oldest]] = await Promise.all([
        latencyOf(context.histories, { drains, changes }, question),
        context.histories.queues.deposits(waiting(parent), question.block, 1),
      ]);
      return { ...latency, oldest: oldest && queued(oldest, parent, question.block) };
    },
  },
  queue: {
    selectionSet: queueSet,
    async resolve(
      parent: Queue,
      { first }: { readonly first?: number | null },
      context: Context,
      info: GraphQLResolveInfo,
    ) {
      const limit = first ?? QUEUED;
      if (limit < 0 || limit > MOST_QUEUED) {
        throw apiError("BAD_USER_INPUT", `\`first\` is ${limit}: it must be from 0 to ${MOST_QUEUED}.`);
      }
      const block = await context.blocks.of(info);
      const deposits = await context.histories.queues.deposits(waiting(parent), block, limit);
      return deposits.map((deposit) => queued(deposit, parent, block));
    },
  },
};

// Changes of the maximum are not counted: they are few, and the count only decides what is tried first.
function changesOf(parent: Parent): Counted {
  const count = BigInt(parent.manometer_deposits) + BigInt(parent.manometer_drains);
  return { id: parent.manometer_id, count, since: sinceOf(parent.manometer_first) };
}
