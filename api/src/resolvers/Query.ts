import { asOf } from "../asOf.ts";
import type { Context } from "../context.ts";

/** What we add to the roots. */
export const Query = {
  asOf: (_root: unknown, _args: unknown, context: Context) => asOf(context),
};
