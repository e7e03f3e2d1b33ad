import fc from "fast-check";
import { expect, test } from "vitest";
import { countedLatency, type QueueEdge } from "./countedLatency.ts";
import { drainLatency, type Slice } from "./drainLatency.ts";

type Played = {
  readonly deposits: readonly Slice[];
  readonly drains: readonly Slice[];
};

const window = { from: 10n, to: 20n };
const empty: QueueEdge = { head: 0n, tail: 0n, deposits: [] };

test("the mean is that of every single wait, whatever waits at the edges of the window", () => {
  const move = fc.record({
    isDeposit: fc.boolean(),
    amount: fc.bigInt(1n, 20n),
    after: fc.bigInt(0n, 9n),
  });
  const edges = fc.tuple(fc.bigInt(0n, 250n), fc.bigInt(0n, 250n));
  fc.assert(
    fc.property(fc.array(move, { maxLength: 50 }), edges, (moves, [a, b]) => {
      const history = played(moves);
      const span = { from: a < b ? a : b, to: a < b ? b : a };
      const own = history.drains.filter(({ at }) => span.from <= at && at < span.to);
      const slow = drainLatency(history.deposits, own);
      const area = {
        levelTime: levelTimeOf(history, span),
        start: edgeAt(history, span.from),
        end: edgeAt(history, span.to),
      };
      const fast = countedLatency(area, span);

      expect([fast.drained, String(fast.mean)]).toEqual([slow.drained, String(slow.mean)]);
      expect(fast).toMatchObject({
        p50: null,
        p95: null,
        meanBlocks: null,
        p50Blocks: null,
        p95Blocks: null,
      });
      if (slow.nullReason === null) expect(fast.nullReason).toContain("one by one");
      else expect(fast.nullReason).toBe(slow.nullReason);
    }),
    { numRuns: 1000 },
  );
});

test("without the level, or with too many deposits at an edge, what was drained is still known", () => {
  const end = { ...empty, head: 7n, tail: 7n };
  const figures = [
    countedLatency({ levelTime: null, start: empty, end }, window),
    countedLatency({ levelTime: 70n, start: { ...empty, deposits: null }, end }, window),
    countedLatency({ levelTime: 70n, start: empty, end: { ...end, deposits: null } }, window),
  ];
  for (const figure of figures) {
    expect(figure).toMatchObject({ drained: 7n, mean: null });
    expect(figure.nullReason).toContain("mean, p50, p95, meanBlocks, p50Blocks, p95Blocks: too many");
  }
});

/** A queue that takes deposits and pays no more than it holds. */
function played(
  moves: readonly { readonly isDeposit: boolean; readonly amount: bigint; readonly after: bigint }[],
): Played {
  const [deposits, drains]: [Slice[], Slice[]] = [[], []];
  let [at, head, tail] = [0n, 0n, 0n];
  for (const { isDeposit, amount, after } of moves) {
    at += after;
    const paid = amount < tail - head ? amount : tail - head;
    if (isDeposit) deposits.push({ from: tail, to: tail + amount, at, block: at });
    else if (paid > 0n) drains.push({ from: head, to: head + paid, at, block: at });
    if (isDeposit) tail += amount;
    else head += paid;
  }
  return { deposits, drains };
}

function edgeAt({ deposits, drains }: Played, edge: bigint): QueueEdge {
  const offset = (all: readonly Slice[]) => all.filter(({ at }) => at < edge).at(-1)?.to ?? 0n;
  const [head, tail] = [offset(drains), offset(deposits)];
  return { head, tail, deposits: deposits.filter(({ from, to }) => to > head && from < tail) };
}

/** The level, second by second. */
function levelTimeOf(history: Played, { from, to }: { readonly from: bigint; readonly to: bigint }): bigint {
  let sum = 0n;
  for (let second = from; second < to; second++) {
    const { head, tail } = edgeAt(history, second + 1n);
    sum += tail - head;
  }
  return sum;
}
