import type { Verdict } from "@manometer/analytics/audit/verdict";
import type { Context } from "../context.ts";
import { apiError } from "../errors.ts";
import type { Block } from "../subgraph/Blocks.ts";
import { slashIds } from "../subgraph/slashRows.ts";
import type { Audited } from "./Audited.ts";

/** Which audits: so many, after so many, of one verdict where it is named. */
export type AuditPage = {
  readonly first?: number | null;
  readonly skip?: number | null;
  readonly verdict?: Verdict | null;
};

/** Most slashes that one field audits. */
export const MOST_AUDITED = 1000;
const AT_ONCE = 100;

/**
 * Audits, those of the newest slashes first.
 * @throws BAD_USER_INPUT for a page that cannot be, TOO_COMPLEX where over 1,000 slashes would have to be audited
 */
export async function auditPage(context: Context, asked: AuditPage, block: Block): Promise<Audited[]> {
  const { first, skip, verdict } = {
    first: asked.first ?? 100,
    skip: asked.skip ?? 0,
    verdict: asked.verdict,
  };
  checkRange("first", first, { least: 1, most: MOST_AUDITED });
  checkRange("skip", skip, { least: 0, most: 5000 });
  if (verdict == null) return audited(context, block, { first, skip, slasher: null });
  const found: Audited[] = [];
  for (let seen = 0; found.length < skip + first; seen += AT_ONCE) {
    if (seen >= MOST_AUDITED) throw tooMany("there are more slashes to look through");
    const page = await audited(context, block, { first: AT_ONCE, skip: seen, slasher: null });
    found.push(...page.filter(({ audit }) => audit.verdict === verdict));
    if (page.length < AT_ONCE) break;
  }
  return found.slice(skip, skip + first);
}

/**
 * The audits of all of a slasher's slashes.
 * @throws TOO_COMPLEX where they are over 1,000
 */
export async function auditsOf(context: Context, slasher: string, block: Block): Promise<Audited[]> {
  const { source } = context.histories;
  const ids = await slashIds(source, { first: MOST_AUDITED, skip: 0, slasher }, block);
  const isFull = ids.length === MOST_AUDITED;
  const over = isFull ? await slashIds(source, { first: 1, skip: MOST_AUDITED, slasher }, block) : [];
  if (over.length > 0) throw tooMany(`${slasher} has slashed more often`);
  const all: Audited[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    all.push(...(await auditedBy(context, ids.slice(from, from + AT_ONCE), block)));
  }
  return all;
}

async function audited(context: Context, block: Block, page: Parameters<typeof slashIds>[1]) {
  return auditedBy(context, await slashIds(context.histories.source, page, block), block);
}

async function auditedBy(context: Context, ids: readonly string[], block: Block): Promise<Audited[]> {
  const audits = await Promise.all(ids.map((id) => context.audits.of(id, block)));
  return audits.flatMap((audit) => (audit === null ? [] : [audit]));
}

function checkRange(name: string, value: number, { least, most }: { least: number; most: number }): void {
  if (value >= least && value <= most) return;
  throw apiError("BAD_USER_INPUT", `\`${name}\` is ${value}: it must be from ${least} to ${most}.`);
}

function tooMany(why: string): Error {
  const advice = "ask for single slashes";
  return apiError("TOO_COMPLEX", `One field audits at most ${MOST_AUDITED} slashes, and ${why}: ${advice}.`);
}
