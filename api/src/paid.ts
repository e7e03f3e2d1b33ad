import { streamedBuckets } from "@manometer/analytics/metrics/streamed";
import type { FlowBucket } from "@manometer/analytics/metrics/throughput";
import type { Window } from "@manometer/analytics/series";
import type { Context } from "./context.ts";
import { earliest } from "./subgraph/grain.ts";
import type { Question, Resolution } from "./subgraph/History.ts";
import type { Pooled, StreamsRead } from "./subgraph/Streams.ts";
import { unlessTooLong } from "./tooLong.ts";

const NO_POOL = "streamed is 0: there is no pool";
const TOO_LONG =
  "streamed, total: a pool's streams changed more often in the window than can be replayed in one request";
const OTHER_TOKEN =
  "total: the pools pay in a SuperToken that SUPER_TOKENS does not name, so whether it wraps the buffers' token is not known";

type Span = { readonly window: Window; readonly interval: bigint };

/** What pools have streamed, and whether all in tokens that wrap the buffers' own. */
export type Streams = {
  /** null where a pool's history is too long to replay. */
  readonly reads: readonly StreamsRead[] | null;
  readonly isSameToken: boolean;
};

/** What was streamed in each interval, and with which tokens. */
export type Streamed = {
  /** null where a pool's history is too long to replay. */
  readonly rows: readonly bigint[] | null;
  readonly isSameToken: boolean;
  readonly hasPool: boolean;
};

/** What pools have streamed since the earliest second at which the question's window can begin. */
export async function streamsOf(
  { histories, upstream }: Context,
  pools: readonly Pooled[],
  question: Question,
): Promise<Streams> {
  const window = { from: earliest(question.window, question.interval), to: question.window.to };
  const asked = pools.map((pool) => histories.streams(pool, { ...question, window }));
  const all = await unlessTooLong(Promise.all(asked));
  if (all === null) return { reads: null, isSameToken: false };
  const reads = all.filter((read) => read !== null);
  const isSameToken = reads.every(({ token }) => token !== null && upstream.superTokens.has(token));
  return { reads, isSameToken };
}

/**
 * What was streamed in each interval of a window, exact to the wei (SuperToken wei).
 * @param sink to whom; null for everyone
 */
export function streamedRows({ reads, isSameToken }: Streams, sink: string | null, span: Span): Streamed {
  if (reads === null) return { rows: null, isSameToken, hasPool: true };
  const parts = reads.flatMap((read) => rowsOf(read, sink, span));
  const rows = (parts[0] ?? []).map((_, row) => parts.reduce((sum, part) => sum + (part[row] ?? 0n), 0n));
  return { rows, isSameToken, hasPool: reads.length > 0 };
}

/** The fields `streamed`, `total` and `nullReason` of an answer, by what drained and what streamed in its row. */
export function paid(drained: bigint, { rows, isSameToken, hasPool }: Streamed, row: number) {
  if (rows === null) return { streamed: null, total: null, nullReason: TOO_LONG };
  const streamed = rows[row] ?? 0n;
  if (!hasPool) return { streamed, total: drained, nullReason: NO_POOL };
  const isKnown = isSameToken || streamed === 0n;
  return { streamed, total: isKnown ? drained + streamed : null, nullReason: isKnown ? null : OTHER_TOKEN };
}

/** Rows of a series, read at a resolution, with what was drained and streamed in each. */
export function paidRows(rows: readonly FlowBucket[], streamed: Streamed, resolution: Resolution) {
  return rows.map(({ amount: drained, ...rest }, row) => ({
    ...rest,
    drained,
    resolution,
    ...paid(drained, streamed, row),
  }));
}

function rowsOf(
  { members, index }: StreamsRead,
  sink: string | null,
  { window, interval }: Span,
): bigint[][] {
  const wanted = sink === null ? [...members.values()] : [members.get(sink)];
  return wanted.flatMap((member) =>
    member === undefined ? [] : [streamedBuckets(member, index, window, interval)],
  );
}
