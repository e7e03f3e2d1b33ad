import { askOnce } from "../ask.ts";
import { type Head, iso } from "../questions.ts";

type Fates = { commits: number; revealed: number; expired: number; pending: number };
type Spread = { n: number; mean: string | null; stdDev: string | null };

/** What the API says of a history, of its last seven days and of all its time, where a longer one can be foretold. */
export type Snapshot = {
  readonly counts: Readonly<Record<string, bigint>>;
  /** By pair of task type and sink. */
  readonly pairs: Readonly<Record<string, { week: Spread; all: Spread; fates: Fates; commits: bigint }>>;
  /** By sink: what it was drained, as its row says, summed over all time, and by hours of the last seven days. */
  readonly sinks: Readonly<Record<string, { total: bigint; all: bigint; hours: readonly string[] }>>;
  /** By buffer: Σ deposits − Σ drains − level. */
  readonly buffers: Readonly<Record<string, { drained: bigint; missing: bigint }>>;
};

const SNAPSHOT = `query Snapshot($week: Window!, $all: Window!) {
  totals { entity count }
  sinkCapacities(first: 100) {
    id commitCount
    week: volatility(window: $week) { n mean stdDev }
    all: volatility(window: $all) { n mean stdDev }
    reliability(window: $week) { commits revealed expired pending }
  }
  sinks(first: 100) {
    id totalDrained
    throughput(window: $all) { drained }
    throughputOverTime(window: $week, interval: "PT1H") { drained }
  }
  buffers(first: 100) { id level totalDeposited totalDrained }
}`;

type Answer = {
  totals: { entity: string; count: string }[];
  sinkCapacities: {
    id: string;
    week: Spread;
    all: Spread;
    commitCount: string;
    reliability: Fates;
  }[];
  sinks: {
    id: string;
    totalDrained: string;
    throughput: { drained: string };
    throughputOverTime: { drained: string }[];
  }[];
  buffers: { id: string; level: string; totalDeposited: string; totalDrained: string }[];
};

const WEEK = 7 * 86_400;

/** Asks the API; `head` is the real history's end, and `weeks` of eight days reach to the beginning of all. */
export async function snapshotOf(api: string, { timestamp }: Head, weeks: number): Promise<Snapshot> {
  const to = timestamp + 1;
  const week = { from: iso(to - WEEK), to: iso(to) };
  const all = { from: iso(to - weeks * 8 * 86_400), to: iso(to) };
  const answer = await askOnce<Answer>(api, { query: SNAPSHOT, variables: { week, all } });
  return {
    counts: Object.fromEntries(answer.totals.map(({ entity, count }) => [entity, BigInt(count)])),
    pairs: byId(answer.sinkCapacities, ({ week, all, reliability, commitCount }) => ({
      week,
      all,
      fates: reliability,
      commits: BigInt(commitCount),
    })),
    sinks: byId(answer.sinks, ({ totalDrained, throughput, throughputOverTime }) => ({
      total: BigInt(totalDrained),
      all: BigInt(throughput.drained),
      hours: throughputOverTime.map(({ drained }) => drained),
    })),
    buffers: byId(answer.buffers, ({ level, totalDeposited, totalDrained }) => ({
      drained: BigInt(totalDrained),
      missing: BigInt(totalDeposited) - BigInt(totalDrained) - BigInt(level),
    })),
  };
}

function byId<T extends { id: string }, V>(rows: readonly T[], value: (row: T) => V): Record<string, V> {
  return Object.fromEntries(rows.map((row) => [row.id, value(row)]));
}
