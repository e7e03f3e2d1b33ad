import type { Block } from "./Blocks.ts";
import { PAGE } from "./factQueries.ts";
import type { Source } from "./loader.ts";

/** A root collection that is read from its beginning to its end. */
export type Whole = {
  readonly collection: string;
  readonly order: "sequence" | "id";
  readonly fields: string;
};

/** One page of a whole collection, after a row. */
export function wholePage({ collection, order, fields }: Whole): string {
  const type = order === "id" ? "Bytes" : "BigInt";
  return `query WholePage($after: ${type}!, $block: Block_height!) {
  rows: ${collection}(first: ${PAGE}, orderBy: ${order}, where: { ${order}_gt: $after }, block: $block) { order: ${order} ${fields} }
}`;
}

/**
 * All rows of a collection at a block, in order; null where there are more than the limits of the source allow.
 * @throws TOO_COMPLEX where the request's budget is spent
 */
export async function wholeHistory<Row extends { readonly order: string }>(
  { subgraph, limits }: Source,
  block: Block,
  whole: Whole,
): Promise<Row[] | null> {
  const all: Row[] = [];
  while (all.length <= limits.most) {
    const after = all.at(-1)?.order ?? (whole.order === "id" ? "0x" : "-1");
    const { rows } = await subgraph.ask<{ rows: Row[] }>(wholePage(whole), { after, block: block.height });
    limits.budget.take(rows.length);
    all.push(...rows);
    if (rows.length < PAGE) return all;
  }
  return null;
}
