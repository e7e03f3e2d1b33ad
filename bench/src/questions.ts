import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./Children.ts";
import type { Ask } from "./load.ts";

/** The block that a history ends with: its number, and its time in seconds. */
export type Head = { readonly number: number; readonly timestamp: number };

/** A question that can be asked in any number of ways which cost the same: no cache knows the n-th before it is asked. */
export type Question = (n: number) => Ask;

const WEEK = 7 * 86_400;
/** Windows begin up to half a day earlier than the newest one. */
const SHIFTS = 43_200;
const ROWS_FROM_END = 500;

/** A page of facts, as graph-node answers it too. */
const LIST = `query Reveals($after: BigInt!) {
  reveals(first: 20, orderBy: sequence, where: { sequence_gt: $after }) {
    id blockNumber timestamp sink { id } taskType { id } raw cap capped smoothed latencyBlocks
  }
}`;

const VOLATILITY = `query Volatility($window: Window!) {
  sinkCapacities(first: 20, orderBy: revealCount, orderDirection: desc) {
    id
    volatility(window: $window) {
      n mean stdDev coefficientOfVariation realized ewma mad timeWeightedStdDev resolution nullReason
    }
  }
}`;

const THROUGHPUT = `query Throughput($window: Window!) {
  sinks(first: 20, orderBy: totalDrained, orderDirection: desc) {
    id
    throughputOverTime(window: $window, interval: "PT1H") { start end drained streamed total filled }
  }
}`;

const RELIABILITY = `query Reliability($window: Window!) {
  sinkCapacities(first: 20, orderBy: revealCount, orderDirection: desc) {
    id
    reliability(window: $window) { commits revealed expired pending rate latencyMean latencyP95 nullReason }
  }
}`;

/** Twenty reveals from somewhere in the history on. */
export function list({ number }: Head): Question {
  const blocks = Math.max(1, number - ROWS_FROM_END);
  return (n) => ({
    query: LIST,
    variables: { after: String(BigInt((n * 7919) % blocks) * 2n ** 32n + BigInt(n)) },
  });
}

/** The volatility of up to 20 pairs of task type and sink over seven days, in every form. */
export const volatility = overWeek(VOLATILITY);

/** What up to 20 sinks were paid, in 168 hours. */
export const throughput = overWeek(THROUGHPUT);

/** How dependably up to 20 pairs revealed over seven days. */
export const reliability = overWeek(RELIABILITY);

/** What the dashboard's first page asks when it is opened. */
export function dashboard(head: Head): Question {
  const page = (name: string) => readFileSync(join(ROOT, "dashboard/src/pages", `${name}.graphql`), "utf8");
  const query = `${page("Network")}\n${page("Freshness")}`;
  return overWeek(query, { interval: "PT6H" })(head);
}

function overWeek(query: string, more: Readonly<Record<string, unknown>> = {}) {
  return ({ timestamp }: Head): Question =>
    (n) => ({ query, variables: { window: weekBefore(timestamp + 1 - (n % SHIFTS)), ...more } });
}

function weekBefore(to: number): { from: string; to: string } {
  return { from: iso(to - WEEK), to: iso(to) };
}

/** A moment in seconds since 1970 as the API takes it. */
export function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
