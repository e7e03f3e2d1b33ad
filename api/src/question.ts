import type { GraphQLResolveInfo } from "graphql";
import type { Context } from "./context.ts";
import type { Question } from "./subgraph/History.ts";
import { intervalOf, type WindowInput, windowOf } from "./window.ts";

/** The arguments of a derived field over a window. */
export type InWindow = { readonly window?: WindowInput | null };

/** The arguments of a derived series. */
export type Series = InWindow & { readonly interval: string };

/** Where a field is resolved: what a request works with, and what graphql-js says of the field. */
export type Place = { readonly context: Context; readonly info: GraphQLResolveInfo };

/**
 * The history that a field over a window needs.
 * @throws BAD_WINDOW, NOT_INDEXED_YET
 */
export async function questionOf({ window }: InWindow, { context, info }: Place): Promise<Question> {
  const block = await context.blocks.of(info);
  return { block, window: windowOf(window, block.end), interval: null };
}

/**
 * The history that a series needs; its interval in seconds.
 * @throws BAD_WINDOW, NOT_INDEXED_YET, BAD_INTERVAL, TOO_MANY_BUCKETS
 */
export async function seriesOf(
  args: Series,
  place: Place,
): Promise<Question & { readonly interval: bigint }> {
  const question = await questionOf(args, place);
  return { ...question, interval: intervalOf(args.interval, question.window) };
}
