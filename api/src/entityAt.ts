import { type ArgumentNode, astFromValue, type GraphQLResolveInfo, isInputType, Kind } from "graphql";
import type { Context } from "./context.ts";
import type { Block } from "./subgraph/Blocks.ts";

/** Which entity: the one of an id at a block. */
export type Entity = { readonly id: string; readonly block: Block };

/**
 * What a field of ours asks of an entity of graph-node's, as if the client had asked its root for it: several in one
 * turn are one question.
 * @param root the root field that gives one such entity by its id, e.g. slash
 */
export function entityAt(root: string, entity: Entity, context: Context, info: GraphQLResolveInfo): unknown {
  const query = info.schema.getQueryType();
  const field = query?.getFields()[root];
  if (query == null || field?.resolve === undefined) throw new Error(`There is no root ${root}: correct it.`);
  const args = { id: entity.id, block: entity.block.height };
  const nodes = field.args.flatMap((arg): ArgumentNode[] => {
    const value = arg.name === "id" || arg.name === "block" ? args[arg.name] : undefined;
    const node = isInputType(arg.type) ? astFromValue(value, arg.type) : null;
    return node == null
      ? []
      : [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: arg.name }, value: node }];
  });
  const fieldNodes = info.fieldNodes.map((node) => ({
    ...node,
    name: { kind: Kind.NAME, value: root } as const,
    arguments: nodes,
  }));
  const place = { ...info, fieldName: root, fieldNodes, parentType: query, returnType: field.type };
  return field.resolve({}, args, context, place);
}
