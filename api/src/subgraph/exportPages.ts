import type { Block } from "./Blocks.ts";
import { PAGE } from "./factQueries.ts";
import type { Subgraph } from "./Subgraph.ts";

/** A root collection that is read page by page. */
export type Paged = {
  readonly root: string;
  readonly filter: string;
  readonly order: "sequence" | "id";
  /** What is selected of each row, as GraphQL. */
  readonly fields: string;
  /** Hours or days, where they are what is read. */
  readonly interval: "hour" | "day" | null;
};

/** Which rows: those that match a filter, after one of them. */
export type Wanted = {
  readonly where: Readonly<Record<string, unknown>>;
  readonly after: string | null;
  readonly block: Block;
};

type Ordered = { readonly order: string };

/** A page of a collection in its order. */
export function exportPage({ root, filter, order, fields, interval }: Paged): string {
  const bucket = interval === null ? "" : `interval: ${interval}, `;
  return `query ExportPage($where: ${filter}, $block: Block_height!) {
  rows: ${root}(${bucket}first: ${PAGE}, orderBy: ${order}, orderDirection: asc, where: $where, block: $block) { order: ${order} ${fields} }
}`;
}

/** What a row of a collection is ordered by. */
export function exportPlace({ root, filter, order, interval }: Paged): string {
  const bucket = interval === null ? "" : `interval: ${interval}, `;
  return `query ExportPlace($where: ${filter}, $block: Block_height!) {
  rows: ${root}(${bucket}first: 1, where: $where, block: $block) { order: ${order} }
}`;
}

/** What the row with an id is ordered by; null where it is not there. */
export async function placeOf(
  subgraph: Subgraph,
  paged: Paged,
  id: string,
  { height: block }: Block,
): Promise<string | null> {
  const { rows } = await subgraph.ask<{ rows: Ordered[] }>(exportPlace(paged), { where: { id }, block });
  return rows[0]?.order ?? null;
}

/** All rows in pages of 1,000, each asked for when it is wanted. Errors: those of a question to graph-node. */
export async function* pagesOf<Row extends object>(
  subgraph: Subgraph,
  paged: Paged,
  { where, after, block }: Wanted,
): AsyncGenerator<readonly Row[]> {
  const query = exportPage(paged);
  let place = after;
  for (;;) {
    const variables = { where: filterAfter(where, paged.order, place), block: block.height };
    const { rows } = await subgraph.ask<{ rows: (Row & Ordered)[] }>(query, variables);
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) return;
    place = rows.at(-1)?.order ?? null;
  }
}

function filterAfter(where: Wanted["where"], order: Paged["order"], place: string | null): object {
  if (place === null) return where;
  const next = { [`${order}_gt`]: place };
  return Object.keys(where).length === 0 ? next : { and: [where, next] };
}
