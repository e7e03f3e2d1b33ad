import { levelTime } from "@manometer/analytics/metrics/bufferFigures";
import { countedLatency } from "@manometer/analytics/metrics/countedLatency";
import { type DrainLatency, drainLatency, type Slice } from "@manometer/analytics/metrics/drainLatency";
import { type Counted, expectedCount } from "./subgraph/Counted.ts";
import type { Histories } from "./subgraph/Histories.ts";
import type { Question, Resolution } from "./subgraph/History.ts";
import type { Queues } from "./subgraph/Queues.ts";
import { unlessTooLong } from "./tooLong.ts";

/** A buffer, by its drains and by all its changes. */
export type Queued = { readonly drains: Counted; readonly changes: Counted };

type Latency = DrainLatency & { readonly resolution: Resolution };

/** How long what a window's drains paid had waited: from each drain where they are few, else from the level's hours. */
export async function latencyOf(
  histories: Histories,
  { drains, changes }: Queued,
  question: Question,
): Promise<Latency> {
  const isFew = expectedCount(drains, question) <= histories.source.limits.raw;
  const { queues } = histories;
  const single = async (reading: Promise<Slice[]>) =>
    matched(queues, { buffer: drains.id, drained: await unlessTooLong(reading) }, question);
  const tried = isFew ? await single(queues.fewDrains(drains.id, question)) : null;
  if (tried !== null) return tried;
  const [{ start, end }, read] = await Promise.all([
    queues.edges(drains.id, question),
    unlessTooLong(histories.buffers(changes, question)),
  ]);
  const isRaw = read?.resolution === "RAW";
  const all = isRaw ? await single(queues.drains(drains.id, question)) : null;
  if (all !== null) return all;
  const area = read && levelTime(read, question.window);
  const counted = countedLatency({ levelTime: area, start, end }, question.window);
  return { ...counted, resolution: read?.resolution ?? "RAW" };
}

async function matched(
  queues: Queues,
  { buffer, drained }: { readonly buffer: string; readonly drained: readonly Slice[] | null },
  { block }: Question,
): Promise<Latency | null> {
  if (drained === null) return null;
  const stretch = { buffer, from: drained[0]?.from ?? 0n, to: drained.at(-1)?.to ?? 0n };
  const deposits = await unlessTooLong(queues.slices(stretch, block));
  return deposits && { ...drainLatency(deposits, drained), resolution: "RAW" };
}
