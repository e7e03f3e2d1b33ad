import { scorecard } from "@manometer/analytics/audit/scorecard";
import type { GraphQLResolveInfo } from "graphql";
import { auditsOf } from "../audits/pages.ts";
import type { Context } from "../context.ts";

type Parent = { readonly manometer_id: string };

/** What we add to a slasher. */
export const Slasher = {
  scorecard: {
    // A client's alias may shadow any name of the schema, so keys are asked for under names that are not in it.
    selectionSet: "{ manometer_id: id }",
    async resolve({ manometer_id }: Parent, _args: unknown, context: Context, info: GraphQLResolveInfo) {
      const block = await context.blocks.of(info);
      const audits = await auditsOf(context, manometer_id, block);
      const scored = audits.map(({ audit, input }) => ({
        sink: input.record.subject.sink,
        amount: BigInt(input.record.subject.amount),
        verdict: audit.verdict,
      }));
      return scorecard(scored);
    },
  },
};
