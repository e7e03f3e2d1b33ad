/** A fact of the last blocks, as it was told. */
export type Fact = {
  readonly id: string;
  readonly block: number;
  /** Everything that is remembered of it: two facts with the same print are one. */
  readonly print: string;
};

/** What has to be told. */
export type Changes<F extends Fact> = {
  /** In the order of the chain. */
  readonly fresh: readonly F[];
  /** First block that is no longer what it was; null where nothing of the past has changed. */
  readonly forkedAt: number | null;
  /** What was told of that block and of later ones. */
  readonly gone: readonly F[];
};

/** Where the telling stands: the newest block that was told of, and the one up to which the past is sure. */
export type Progress = {
  readonly last: number;
  /** Newest common block with what was told; null where only the facts can tell. */
  readonly ancestor: number | null;
};

/**
 * Compares what was told of the last blocks with what is there now.
 * @param told facts of blocks that are compared, and none of others
 * @param now all facts of the same blocks and of later ones, in the order of the chain
 */
export function changesOf<F extends Fact>(
  told: readonly F[],
  now: readonly F[],
  progress: Progress,
): Changes<F> {
  const forkedAt = forkOf(told, now, progress);
  if (forkedAt !== null) {
    return {
      fresh: now.filter(({ block }) => block >= forkedAt),
      forkedAt,
      gone: told.filter(({ block }) => block >= forkedAt),
    };
  }
  const known = new Set(told.map(({ print }) => print));
  return { fresh: now.filter(({ print }) => !known.has(print)), forkedAt, gone: [] };
}

function forkOf(told: readonly Fact[], now: readonly Fact[], { last, ancestor }: Progress): number | null {
  if (ancestor !== null) return ancestor < last ? ancestor + 1 : null;
  const before = new Set(told.map(({ print }) => print));
  const after = new Set(now.map(({ print }) => print));
  const gone = told.filter(({ print }) => !after.has(print));
  const inserted = now.filter(({ block, print }) => block <= last && !before.has(print));
  const blocks = [...gone, ...inserted].map(({ block }) => block);
  return blocks.length === 0 ? null : Math.min(...blocks);
}
