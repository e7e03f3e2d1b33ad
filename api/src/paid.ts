import { streamedBuckets } from "@manometer/analytics/metrics/streamed";
import type { FlowBucket } from "@manometer/analytics/metrics/throughput";
import type { Window } from "@manometer/analytics/series";
import type { Context } from "./context.ts";
import type { Question } from "./subgraph/History.ts";
import type { StreamsRead } from "./subgraph/Streams.ts";

const NO_POOL = "streamed is 0: there is no pool";
const OTHER_TOKEN =
  "total: the pools pay in a SuperToken that SUPER_TOKENS does not name, so whether it wraps the buffers' token is not known";

/** What was streamed in each interval, and with which tokens; `sink` null is everyone. */
export type Streamed = {
  readonly rows: readonly bigint[];
  readonly isSameToken: boolean;
  readonly hasPool: boolean;
};

/** What is asked of streams: from which pools, to which sink (null: to all), in rows of `interval` seconds. */
export type StreamQuestion = {
  readonly pools: readonly string[];
  readonly sink: string | null;
  readonly interval: bigint;
};

/** What pools streamed in each interval of a window, exact to the wei (SuperToken wei). */
export async function streamedOf(
  { histories, upstream }: Context,
  { pools, sink, interval }: StreamQuestion,
  question: Question,
): Promise<Streamed> {
  const reads = await Promise.all(pools.map((pool) => histories.streams(pool, question)));
  const known = reads.filter((read) => read !== null);
  const parts = known.flatMap((read) => rowsOf(read, sink, { window: question.window, interval }));
  const rows = (parts[0] ?? []).map((_, row) => parts.reduce((sum, part) => sum + (part[row] ?? 0n), 0n));
  const isSameToken = known.every(({ token }) => token !== null && upstream.superTokens.has(token));
  return { rows, isSameToken, hasPool: known.length > 0 };
}

/** The fields `streamed`, `total` and `nullReason` of an answer, by what drained and what streamed in its row. */
export function paid(drained: bigint, { rows, isSameToken, hasPool }: Streamed, row: number) {
  const streamed = rows[row] ?? 0n;
  if (!hasPool) return { streamed, total: drained, nullReason: NO_POOL };
  const isKnown = isSameToken || streamed === 0n;
  return { streamed, total: isKnown ? drained + streamed : null, nullReason: isKnown ? null : OTHER_TOKEN };
}

/** Rows of a series with what was drained and streamed in each. */
export function paidRows(rows: readonly FlowBucket[], streamed: Streamed) {
  return rows.map(({ amount: drained, ...rest }, row) => ({
    ...rest,
    drained,
    ...paid(drained, streamed, row),
  }));
}

function rowsOf(
  { members, index }: StreamsRead,
  sink: string | null,
  { window, interval }: { readonly window: Window; readonly interval: bigint },
): bigint[][] {
  const wanted = sink === null ? [...members.values()] : [members.get(sink)];
  return wanted.flatMap((member) =>
    member === undefined ? [] : [streamedBuckets(member, index, window, interval)],
  );
}
