/** One question and how it ended: `good` with data, `refused` with a code, `unanswered` when the connection broke, `hung`. */
export type Told = {
  readonly client: number;
  readonly at: number;
  readonly end: number;
  readonly how: "good" | "behind" | "refused" | "unanswered" | "hung";
};

/** A moment from the fault until all was well again (performance.now()). */
export type Spell = { readonly from: number; readonly to: number };

const KINDS = ["good", "behind", "refused", "unanswered", "hung"] as const;

/** How long clients had no service in a spell (ms): from the first bad question to the first good answer after the last. */
export function downtimeIn({ from, to }: Spell, told: readonly Told[]): number {
  const bad = told.filter((one) => isBad(one) && one.end >= from && one.at < to);
  if (bad.length === 0) return 0;
  const last = Math.max(...bad.map(({ end }) => end));
  const good = told.filter((one) => !isBad(one) && one.end > last).map(({ end }) => end);
  return Math.min(...good) - Math.max(from, Math.min(...bad.map(({ at }) => at)));
}

/** Questions that had no answer, but for those that broke while their API was away. */
export function unansweredIn(told: readonly Told[], away: readonly Spell[]): Told[] {
  return told.filter((one) => one.how === "hung" || (one.how === "unanswered" && !isWithin(one, away)));
}

/** Questions that came to nothing in none of these spells. */
export function badOutside(spells: readonly Spell[], told: readonly Told[]): Told[] {
  return told.filter((one) => isBad(one) && !isWithin(one, spells));
}

/** How often questions ended in each way, in words. */
export function summaryOf(told: readonly Told[]): string {
  const kinds = KINDS.map((kind) => `${kind} ${told.filter(({ how }) => how === kind).length}`);
  return `${told.length} questions: ${kinds.join(", ")}`;
}

function isBad({ how }: Told): boolean {
  return how !== "good" && how !== "behind";
}

function isWithin({ at, end }: Told, spells: readonly Spell[]): boolean {
  return spells.some(({ from, to }) => end >= from && at <= to);
}
