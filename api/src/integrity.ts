import { allEqual, ewmaReplay, type Finding, type Pair } from "@manometer/analytics/metrics/integrity";
import { type IntegrityCheck, littlesCheck, queuesAt } from "./queues.ts";
import type { Block } from "./subgraph/Blocks.ts";
import type { Histories } from "./subgraph/Histories.ts";
import type { Source } from "./subgraph/loader.ts";
import { type Whole, wholeHistory } from "./subgraph/wholeHistory.ts";

type Row = { readonly id: string; readonly order: string } & { readonly [field: string]: string };
type Check = {
  readonly id: string;
  readonly title: string;
  readonly whole: Whole;
  readonly find: (rows: readonly Row[]) => Finding;
};

/** The invariants that are recomputed, and what each of them reads. */
export const CHECKS: readonly Check[] = [
  {
    id: "BUFFER_BALANCE",
    title: "Σ deposits = Σ drains + level, for every buffer",
    whole: { collection: "buffers", order: "id", fields: "id level totalDeposited totalDrained" },
    find: (rows) =>
      allEqual(
        pairs(rows, "level", (n) => n("totalDeposited") - n("totalDrained")),
        "level",
      ),
  },
  {
    id: "STAKE_BALANCE",
    title: "Σ staked − Σ unstaked − Σ slashed = stake, for every sink",
    whole: { collection: "sinks", order: "id", fields: "id stake totalStaked totalUnstaked totalSlashed" },
    find: (rows) =>
      allEqual(
        pairs(rows, "stake", (n) => n("totalStaked") - n("totalUnstaked") - n("totalSlashed")),
        "stake",
      ),
  },
  {
    id: "STAKE_CONTINUITY",
    title: "stake before + amount = totalStake that the contract says, at every Stake",
    whole: { collection: "stakes", order: "sequence", fields: "id amount totalStake stakeBefore" },
    find: (rows) =>
      allEqual(
        pairs(rows, "totalStake", (n) => n("stakeBefore") + n("amount")),
        "totalStake",
      ),
  },
  {
    id: "CAPACITY_TOTAL",
    title: "Σ of indexed capacities = totalCapacity that the contract says, at every Rebalance",
    whole: { collection: "rebalances", order: "sequence", fields: "id totalCapacity indexedTotalCapacity" },
    find: (rows) =>
      allEqual(
        pairs(rows, "totalCapacity", (n) => n("indexedTotalCapacity")),
        "totalCapacity",
      ),
  },
  {
    id: "EWMA_REPLAY",
    title:
      "⌊(α·min(raw, cap) + (10000−α)·before) / 10000⌋ = smoothed that the contract says, at every Reveal",
    whole: { collection: "reveals", order: "sequence", fields: "id capped smoothedBefore smoothed alphaBps" },
    find: (rows) => ewmaReplay(rows.map((row) => ({ id: row.id, ...stepOf(reader(row)) }))),
  },
];

/** Recomputes the invariants at a block. */
export async function integrityAt(histories: Histories, block: Block) {
  const [queues, ...single] = await Promise.all([
    queuesAt(histories, block),
    ...CHECKS.map((check) => answer(histories.source, block, check)),
  ]);
  const checks = [...single, littlesCheck(queues)];
  const open = checks.some(({ holds }) => holds === null) ? null : true;
  return { holds: checks.some(({ holds }) => holds === false) ? false : open, checks, queues };
}

async function answer(source: Source, block: Block, check: Check): Promise<IntegrityCheck> {
  const { id, title } = check;
  const rows = await wholeHistory<Row>(source, block, check.whole);
  if (rows !== null) return { id, title, rows: rows.length, ...check.find(rows) };
  const detail = `there are more than ${source.limits.most} ${check.whole.collection}: too many to read in one request`;
  return { id, title, rows: source.limits.most, holds: null, offenderId: null, detail };
}

type Reader = (field: string) => bigint;

function reader(row: Row): Reader {
  return (field) => BigInt(row[field] ?? 0);
}

function pairs(rows: readonly Row[], field: string, expected: (read: Reader) => bigint): Pair[] {
  return rows.map((row) => ({ id: row.id, found: reader(row)(field), expected: expected(reader(row)) }));
}

function stepOf(read: Reader) {
  return {
    capped: read("capped"),
    smoothedBefore: read("smoothedBefore"),
    smoothed: read("smoothed"),
    alphaBps: read("alphaBps"),
  };
}
