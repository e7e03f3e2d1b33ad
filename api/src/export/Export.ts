import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "../context.ts";
import { apiError, codeOf, formatError } from "../errors.ts";
import type { Block } from "../subgraph/Blocks.ts";
import { type Paged, pagesOf, placeOf } from "../subgraph/exportPages.ts";
import type { Collection, Row } from "./Collection.ts";
import { headOf, linesOf } from "./format.ts";
import type { Order } from "./Order.ts";

/** Time for the last line to leave before the connection is cut. */
const FAREWELL_MS = 100;

/** An order at its block, ready to be read. */
export type Export = { readonly order: Order; readonly block: Block; readonly place: string | null };

/**
 * Finds the block of an order, and the row after which it begins.
 * @throws NOT_INDEXED_YET, UNKNOWN_ID, UPSTREAM_UNAVAILABLE
 */
export async function prepare(order: Order, { blocks, upstream }: Context): Promise<Export> {
  const block = await blocks.at(order.block);
  if (order.after === null || order.collection.order === "id") return { order, block, place: order.after };
  const place = await placeOf(upstream.subgraph, pagedOf(order), order.after, block);
  if (place !== null) return { order, block, place };
  const advice = "take the id of the last row that you have, and the block of its export";
  throw apiError(
    "UNKNOWN_ID",
    `\`after\`: no row of ${order.collection.name} has this id at this block: ${advice}.`,
  );
}

/**
 * The text of an export, page by page, each read when it is wanted. The first holds at least the head.
 * @throws UPSTREAM_UNAVAILABLE, and NOT_INDEXED_YET where a reorganisation has removed the block meanwhile
 */
export async function* textOf({ order, block, place }: Export, context: Context): AsyncGenerator<string> {
  const { collection, format, where, after } = order;
  if (after === null) yield headOf(collection, format);
  const pages = pagesOf<Row>(context.upstream.subgraph, pagedOf(order), { where, after: place, block });
  for await (const rows of pages) yield linesOf(rows, collection, format);
  await stillThere(block, context);
}

/**
 * The same text; after an error in its middle NDJSON has a last line that says which, and then it breaks off.
 * @throws the error
 */
export async function* brokenOff(text: AsyncIterable<string>, { format }: Order): AsyncGenerator<string> {
  try {
    yield* text;
  } catch (error) {
    if (format === "ndjson") {
      const { message, extensions } = formatError(
        {
          message: error instanceof Error ? error.message : String(error),
          extensions: { code: codeOf(error) },
        },
        error,
      );
      yield `${JSON.stringify({ error: { message, code: extensions?.code } })}\n`;
      await sleep(FAREWELL_MS);
    }
    throw error;
  }
}

/** What is asked of graph-node for an order. */
export function pagedOf({ collection, interval }: Pick<Order, "collection" | "interval">): Paged {
  const { root, filter, order } = collection;
  return { root, filter, order, interval, fields: fieldsOf(collection) };
}

function fieldsOf({ columns }: Collection): string {
  return columns.map(({ name, references }) => (references === null ? name : `${name} { id }`)).join(" ");
}

// graph-node answers for a hash that is no longer on the chain as well, from the block that took its place.
async function stillThere({ hash, number }: Block, { upstream }: Context): Promise<void> {
  const { block: head, lag } = await upstream.head.now();
  if (hash === null || hash === head.hash) return;
  const now = await upstream.status.hashOf(lag, number);
  if (now === null || now === hash) return;
  throw apiError(
    "NOT_INDEXED_YET",
    `A reorganisation has replaced block ${number} during the export: begin again.`,
  );
}
