import type { GraphQLResolveInfo } from "graphql";
import { asOf } from "../asOf.ts";
import { answerOf } from "../audits/answer.ts";
import { type AuditPage, auditPage } from "../audits/pages.ts";
import type { Context } from "../context.ts";
import { apiError } from "../errors.ts";
import { integrityAt } from "../integrity.ts";
import { countedTypes, totalsAt } from "../subgraph/collections.ts";

/** What we add to the roots. */
export const Query = {
  asOf: (_root: unknown, _args: unknown, context: Context) => asOf(context),
  async integrity(_root: unknown, _args: unknown, context: Context, info: GraphQLResolveInfo) {
    return integrityAt(context.histories, await context.blocks.of(info));
  },
  async totals(
    _root: unknown,
    { entity }: { readonly entity?: string | null },
    context: Context,
    info: GraphQLResolveInfo,
  ) {
    const types = countedTypes(info.schema);
    if (entity != null && !types.includes(entity)) {
      const known = `it must be one of ${types.join(", ")}`;
      throw apiError("BAD_USER_INPUT", `\`entity\` is ${JSON.stringify(entity)}: ${known}.`);
    }
    const block = await context.blocks.of(info);
    return totalsAt(context.upstream.subgraph, block, entity == null ? types : [entity]);
  },
  async slashAudits(_root: unknown, page: AuditPage, context: Context, info: GraphQLResolveInfo) {
    const block = await context.blocks.of(info);
    const audits = await auditPage(context, page, block);
    return audits.map((audited) => answerOf(audited, block));
  },
};
