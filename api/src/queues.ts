import type { Finding } from "@manometer/analytics/metrics/integrity";
import { type LittlesLaw, littlesLaw } from "@manometer/analytics/metrics/littlesLaw";
import { heldMoments, joinAll } from "@manometer/analytics/metrics/run";
import type { Block } from "./subgraph/Blocks.ts";
import type { Histories } from "./subgraph/Histories.ts";
import { wholeHistory } from "./subgraph/wholeHistory.ts";

type Row = { readonly id: string; readonly order: string } & { readonly [count in Figure]: string };
type Figure = "totalDeposited" | "depositCount" | "drainCount";

/** A check's answer; `holds` is null where its history is too long to read. */
export type IntegrityCheck = Omit<Finding, "holds"> & {
  readonly id: string;
  readonly title: string;
  readonly holds: boolean | null;
  readonly rows: number;
};

/** Little's law for one buffer; `law` is null where its history is too long to read. */
export type QueueLaw = { readonly bufferId: string; readonly rows: number; readonly law: LittlesLaw | null };

/** Which buffers there are. */
export const BUFFER_ROWS = {
  collection: "buffers",
  order: "id",
  fields: "id totalDeposited depositCount drainCount",
} as const;

/** Little's law for the whole life of each buffer up to a block. */
export async function queuesAt(histories: Histories, block: Block): Promise<QueueLaw[]> {
  const buffers = await wholeHistory<Row>(histories.source, block, BUFFER_ROWS);
  return Promise.all((buffers ?? []).map((buffer) => lawOf(histories, block, buffer)));
}

async function lawOf(histories: Histories, block: Block, buffer: Row): Promise<QueueLaw> {
  const [deposited, drained] = [Number(buffer.depositCount), Number(buffer.drainCount)];
  const rows = deposited + drained;
  const { most } = histories.source.limits;
  if (deposited > most || drained > most) return { bufferId: buffer.id, rows, law: null };
  const window = { from: 0n, to: block.end };
  const question = { block, window, interval: null };
  const stretch = { buffer: buffer.id, from: 0n, to: BigInt(buffer.totalDeposited) };
  const [{ before, moves }, deposits, drains] = await Promise.all([
    histories.buffers({ id: buffer.id, count: BigInt(rows), since: null }, question),
    histories.queues.slices(stretch, block),
    histories.queues.drains(buffer.id, question),
  ]);
  const level = heldMoments(before.level, joinAll(moves.map((move) => move.level)), window);
  return { bufferId: buffer.id, rows, law: littlesLaw(level.sum, { deposits, drains }, block.end) };
}

/** Whether the area under each buffer's level is what its wei waited, and how far mean level / drain rate is from it. */
export function littlesCheck(queues: readonly QueueLaw[]): IntegrityCheck {
  const bad = queues.find(({ law }) => law !== null && law.levelTime !== law.waitTime);
  const isOpen = queues.some(({ law }) => law === null);
  const check = {
    id: "LITTLES_LAW",
    title: "∫ level dt = Σ waits of what was drained + Σ ages of what waits, for every buffer",
    rows: queues.reduce((sum, { rows }) => sum + rows, 0),
  };
  if (bad?.law) {
    const detail = `∫ level dt is ${bad.law.levelTime}, expected ${bad.law.waitTime}`;
    return { ...check, holds: false, offenderId: bad.bufferId, detail };
  }
  const detail = isOpen ? "a buffer has too many deposits or drains to read in one request" : null;
  return { ...check, holds: isOpen ? null : true, offenderId: null, detail };
}
