import type { Store } from "../host/Store.ts";
import { inOrder, requireEqual, rowsOf, sum } from "./Rows.ts";

const BPS = 10_000n;

/** Throws unless the invariants hold that the contracts guarantee: those of the metric `integrity`. */
export function requireIntegrity(store: Store): void {
  requireStakes(store);
  requireContinuity(store);
  requireReplay(store);
  for (const rebalance of rowsOf(store, "Rebalance")) {
    const { what } = rebalance;
    requireEqual(
      `${what}: Σ smoothed`,
      rebalance.number("indexedTotalCapacity"),
      rebalance.number("totalCapacity"),
    );
  }
}

function requireStakes(store: Store): void {
  const sinks = rowsOf(store, "Sink");
  const [staked, unstaked, slashed] = ["Stake", "Unstake", "Slash"].map((fact) =>
    sum(rowsOf(store, fact), "amount"),
  );
  const left = (staked ?? 0n) - (unstaked ?? 0n) - (slashed ?? 0n);
  requireEqual("Σ stakes", sum(sinks, "stake"), left);
}

/** Each stake begins where the fact before it ended. */
function requireContinuity(store: Store): void {
  for (const stake of rowsOf(store, "Stake")) {
    const after = stake.number("stakeBefore") + stake.number("amount");
    requireEqual(`${stake.what}: totalStake`, stake.number("totalStake"), after);
  }
  for (const fact of [...rowsOf(store, "Unstake"), ...rowsOf(store, "Slash")]) {
    const after = fact.number("stakeBefore") - fact.number("amount");
    requireEqual(`${fact.what}: stakeAfter`, fact.number("stakeAfter"), after);
  }
  for (const execution of rowsOf(store, "SlashExecution")) {
    const [slash] = rowsOf(store, "Slash").filter((row) => row.text("id") === execution.text("slash"));
    if (slash === undefined) throw new Error(`${execution.what} belongs to no slash`);
    for (const field of ["stakeBefore", "stakeAfter"]) {
      requireEqual(`${slash.what}: ${field}`, slash.number(field), execution.number(field));
    }
  }
}

/** The EWMA of each reveal follows from what the fact itself says. */
function requireReplay(store: Store): void {
  for (const reveal of inOrder(store, "Reveal")) {
    const [raw, cap, alpha] = ["raw", "cap", "alphaBps"].map((field) => reveal.number(field)) as [
      bigint,
      bigint,
      bigint,
    ];
    const capped = raw < cap ? raw : cap;
    requireEqual(`${reveal.what}: capped`, reveal.number("capped"), capped);
    const smoothed = (alpha * capped + (BPS - alpha) * reveal.number("smoothedBefore")) / BPS;
    requireEqual(`${reveal.what}: smoothed`, reveal.number("smoothed"), smoothed);
    if (reveal.text("commit") === "null") throw new Error(`${reveal.what} has no commit`);
  }
}
