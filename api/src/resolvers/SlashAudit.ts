import type { GraphQLResolveInfo } from "graphql";
import { asOf } from "../asOf.ts";
import type { answerOf } from "../audits/answer.ts";
import type { Context } from "../context.ts";
import { entityAt } from "../entityAt.ts";

type Parent = ReturnType<typeof answerOf>;

/** The fields of an audit that lead elsewhere. */
export const SlashAudit = {
  slash: (parent: Parent, _args: unknown, context: Context, info: GraphQLResolveInfo) =>
    entityAt("slash", { id: parent.slashId, block: parent.block }, context, info),
  asOf: ({ block }: Parent, _args: unknown, context: Context) => asOf(context, Promise.resolve(block)),
};
