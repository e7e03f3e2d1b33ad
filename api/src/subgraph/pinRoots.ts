import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type ObjectFieldNode,
  valueFromASTUntyped,
  visit,
} from "graphql";
import type { WantedHeight } from "./rootHeights.ts";
import { wantedHeight } from "./rootHeights.ts";
import type { BlockHeight } from "./Subgraph.ts";

/** Gives the height to ask graph-node for, where a root names `wanted` (null: nothing). */
export type Pin = (wanted: WantedHeight | null) => Promise<BlockHeight>;

/**
 * A document whose every root field with a `block` argument names the block that `pin` gives for it.
 * Root fields are those of the operation and of fragments on its type.
 */
export async function pinRoots(
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  schema: GraphQLSchema,
  pin: Pin,
): Promise<DocumentNode> {
  const roots = schema.getQueryType();
  const fields: FieldNode[] = [];
  visit(document, {
    Field(node) {
      if (roots?.getFields()[node.name.value]?.args.some((arg) => arg.name === "block")) fields.push(node);
      return false;
    },
    FragmentDefinition: (node) => (node.typeCondition.name.value === roots?.name ? undefined : false),
  });
  const heights = fields.map(async (node) => [node, await pin(wantedOf(node, variables))] as const);
  const pins = new Map(await Promise.all(heights));
  return visit(document, {
    Field(node) {
      const height = pins.get(node);
      return height === undefined ? false : { ...node, arguments: argumentsAt(node, height) };
    },
  });
}

function wantedOf(node: FieldNode, variables: Readonly<Record<string, unknown>>): WantedHeight | null {
  const block = node.arguments?.find((arg) => arg.name.value === "block");
  return block === undefined ? null : wantedHeight(valueFromASTUntyped(block.value, variables));
}

function argumentsAt(node: FieldNode, height: BlockHeight): ArgumentNode[] {
  const others = (node.arguments ?? []).filter((arg) => arg.name.value !== "block");
  return [
    ...others,
    { kind: Kind.ARGUMENT, name: named("block"), value: { kind: Kind.OBJECT, fields: [fieldOf(height)] } },
  ];
}

function fieldOf(height: BlockHeight): ObjectFieldNode {
  return "hash" in height
    ? { kind: Kind.OBJECT_FIELD, name: named("hash"), value: { kind: Kind.STRING, value: height.hash } }
    : {
        kind: Kind.OBJECT_FIELD,
        name: named("number"),
        value: { kind: Kind.INT, value: String(height.number) },
      };
}

function named(value: string) {
  return { kind: Kind.NAME, value } as const;
}
