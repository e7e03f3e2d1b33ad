import type { GraphQLResolveInfo } from "graphql";
import { answerOf } from "../audits/answer.ts";
import type { Context } from "../context.ts";
import { apiError } from "../errors.ts";

type Parent = { readonly manometer_id: string };

/** What we add to a slash. */
export const Slash = {
  audit: {
    // A client's alias may shadow any name of the schema, so keys are asked for under names that are not in it.
    selectionSet: "{ manometer_id: id }",
    async resolve({ manometer_id }: Parent, _args: unknown, context: Context, info: GraphQLResolveInfo) {
      const block = await context.blocks.of(info);
      const audited = await context.audits.of(manometer_id, block);
      if (audited !== null) return answerOf(audited, block);
      const advice = "ask again";
      throw apiError("UNKNOWN_ID", `Block ${block.number} knows no slash ${manometer_id}: ${advice}.`);
    },
  },
};
