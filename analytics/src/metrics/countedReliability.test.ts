import fc from "fast-check";
import { expect, test } from "vitest";
import { type CommitCounts, countedReliability, type Straddler } from "./countedReliability.ts";
import { type CommitFate, reliability } from "./reliability.ts";

type Kind = "commit" | "reveal" | "leave";
type Made = CommitFate & { readonly straddler: NonNullable<Straddler> };

const TIMEOUT = 6n;
/** Seconds to a block. */
const PACE = 10n;

test("it is what following each commitment says, whatever the window and whatever is open at its edges", () => {
  const happening = fc.record({
    kind: fc.constantFrom<Kind>("commit", "commit", "reveal", "reveal", "leave"),
    after: fc.bigInt(0n, 4n),
  });
  const edges = fc.tuple(fc.bigInt(0n, 500n), fc.bigInt(0n, 500n));
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60 }), edges, fc.bigInt(0n, 12n), (all, [a, b], later) => {
      const { made, now } = played(all, later);
      const end = PACE * now + 1n;
      const [from, to] = [a < b ? a : b, a < b ? b : a].map((edge) => (edge < end ? edge : end));
      const window = { from: from ?? 0n, to: to ?? 0n };
      const own = made.filter(({ straddler: { committedAt } }) => within(committedAt, window));
      const slow = reliability(own, now);
      const counts = countsOf(made, window, now);
      const { latencyP50, latencyP95, nullReason, ...sums } = slow;

      expect(countedReliability(counts, window)).toEqual(slow);
      const rolled = countedReliability(
        { ...counts, matched: { ...counts.matched, latencies: null } },
        window,
      );
      expect(rolled).toMatchObject({ ...sums, latencyP50: null, latencyP95: null });
      if (nullReason === null) expect(rolled.nullReason).toContain("too many commitments to read one by one");
      else expect(rolled.nullReason).toBe(nullReason);
      expect([latencyP50 === null, latencyP95 === null]).toEqual([slow.revealed === 0, slow.revealed === 0]);
    }),
    { numRuns: 1000 },
  );
});

test("a commitment that is open through the whole window is none of its", () => {
  const open = { committedAt: 5n, revealedAt: 50n, latencyBlocks: 4n };
  const matched = { count: 0, latencySum: 0n, latencies: null };
  const counts = { commits: 0, pending: 0, matched, atStart: open, atEnd: open };
  expect(countedReliability(counts, { from: 10n, to: 40n })).toMatchObject({ revealed: 0, expired: 0 });
});

/** Follows a pair: a commit takes the place of an open one, a reveal settles it, a departure clears it. */
function played(all: readonly { readonly kind: Kind; readonly after: bigint }[], later: bigint) {
  const made: Made[] = [];
  let block = 0n;
  let open = -1;
  for (const { kind, after } of all) {
    block += after;
    const pending = made[open];
    if (kind === "commit") {
      open = made.push(commitAt(block)) - 1;
      continue;
    }
    if (kind === "reveal" && pending !== undefined && block <= pending.lastBlock) {
      const latencyBlocks = block - pending.commitBlock;
      const straddler = { ...pending.straddler, revealedAt: PACE * block, latencyBlocks };
      made[open] = { ...pending, revealBlock: block, straddler };
    }
    open = -1;
  }
  return { made, now: block + later };
}

function commitAt(block: bigint): Made {
  const straddler = { committedAt: PACE * block, revealedAt: -1n, latencyBlocks: -1n };
  return { commitBlock: block, lastBlock: block + TIMEOUT, revealBlock: null, straddler };
}

function countsOf(made: readonly Made[], window: { from: bigint; to: bigint }, now: bigint): CommitCounts {
  const own = made.filter(({ straddler: { committedAt } }) => within(committedAt, window));
  const revealed = made.filter(({ revealBlock }) => revealBlock !== null).map(({ straddler }) => straddler);
  const latencies = revealed.filter((one) => within(one.revealedAt, window)).map((one) => one.latencyBlocks);
  const over = (edge: bigint) => {
    const all = revealed.filter(({ committedAt, revealedAt }) => committedAt < edge && revealedAt >= edge);
    expect(all.length).toBeLessThanOrEqual(1);
    return all[0] ?? null;
  };
  return {
    commits: own.length,
    pending: own.filter(({ revealBlock, lastBlock }) => revealBlock === null && lastBlock >= now).length,
    matched: {
      count: latencies.length,
      latencySum: latencies.reduce((sum, one) => sum + one, 0n),
      latencies,
    },
    atStart: over(window.from),
    atEnd: over(window.to),
  };
}

function within(at: bigint, { from, to }: { readonly from: bigint; readonly to: bigint }): boolean {
  return from <= at && at < to;
}
