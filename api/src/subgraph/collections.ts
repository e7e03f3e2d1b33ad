import { type GraphQLSchema, getNamedType, isObjectType } from "graphql";
import type { Block } from "./Blocks.ts";
import type { Subgraph } from "./Subgraph.ts";

/** How many rows each type has, where it has any. */
export const COLLECTIONS = `query Collections($block: Block_height!) {
  collections(first: 1000, block: $block) { name count }
}`;

/** A collection and how many rows it has. */
export type Total = { readonly entity: string; readonly count: bigint };

/** The types whose rows are counted: facts and state, but for Protocol (one row) and the counts themselves. */
export function countedTypes(schema: GraphQLSchema): string[] {
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {}).map((field) =>
    getNamedType(field.type),
  );
  const names = roots.flatMap((type) => {
    const id = isObjectType(type) ? type.getFields().id : undefined;
    return String(id?.type) === "Bytes!" ? [type.name] : [];
  });
  return [...new Set(names)].filter((name) => name !== "Protocol" && name !== "Collection").sort();
}

/** How many rows each of some types has at a block, 0 where there is none. */
export async function totalsAt(
  subgraph: Subgraph,
  block: Block,
  entities: readonly string[],
): Promise<Total[]> {
  const { collections } = await subgraph.ask<{ collections: { name: string; count: string }[] }>(
    COLLECTIONS,
    {
      block: block.height,
    },
  );
  const counts = new Map(collections.map(({ name, count }) => [name, BigInt(count)]));
  return entities.map((entity) => ({ entity, count: counts.get(entity) ?? 0n }));
}
