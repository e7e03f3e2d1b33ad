import {
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  type InterfaceTypeDefinitionNode,
  isListType,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  print,
} from "graphql";
import type { Collection, Column } from "./Collection.ts";

type TypeNode = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;
type Root = GraphQLField<unknown, unknown>;

/**
 * Every collection that can be exported, by name.
 * @param entities schema.graphql: which types there are, and their columns in its order
 * @param served the schema that graph-node serves: only what it lists
 */
export function collectionsOf(
  entities: DocumentNode,
  served: GraphQLSchema,
): ReadonlyMap<string, Collection> {
  const roots = new Map(rootsOf(served).map((root) => [getNamedType(root.type).name, root]));
  const all = entities.definitions.flatMap((node) => {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
    const root = roots.get(node.name.value);
    return root === undefined ? [] : [collectionOf(node, root, served)];
  });
  return new Map(all.map((collection) => [collection.name, collection]));
}

function rootsOf(served: GraphQLSchema): Root[] {
  const fields = Object.values(served.getQueryType()?.getFields() ?? {});
  return fields.filter(
    ({ type, args }) => isListType(getNullableType(type)) && args.some(({ name }) => name === "where"),
  );
}

function collectionOf(node: TypeNode, root: Root, served: GraphQLSchema): Collection {
  const columns = (node.fields ?? []).flatMap((field) => columnOf(field, served));
  const isFact = columns.some(({ name }) => name === "sequence");
  const where = root.args.find(({ name }) => name === "where");
  return {
    name: root.name.replace(/_collection$/, ""),
    root: root.name,
    type: node.name.value,
    kind: kindOf(node, isFact),
    description: node.description?.value ?? "",
    filter: String(where?.type),
    order: isFact ? "sequence" : "id",
    columns: node.kind === Kind.INTERFACE_TYPE_DEFINITION ? [...columns, TYPE] : columns,
  };
}

const TYPE: Column = {
  name: "__typename",
  type: "String!",
  description: "Name of the fact's own type, e.g. Reveal",
  references: null,
  isText: false,
};

function kindOf({ directives }: TypeNode, isFact: boolean): Collection["kind"] {
  if (isFact) return "fact";
  if (directives?.some(({ name }) => name.value === "aggregation")) return "statistics";
  const entity = directives?.find(({ name }) => name.value === "entity");
  return entity?.arguments?.some(({ name }) => name.value === "timeseries") ? "point" : "state";
}

function columnOf(field: FieldDefinitionNode, served: GraphQLSchema): Column[] {
  if (field.directives?.some(({ name }) => name.value === "derivedFrom")) return [];
  const type = print(field.type);
  const named = type.replaceAll(/[[\]!]/g, "");
  const target = served.getType(named);
  const id = isObjectType(target) ? target.getFields().id : undefined;
  return [
    {
      name: field.name.value,
      type: id === undefined ? type : type.replace(named, getNamedType(id.type).name),
      description: field.description?.value ?? "",
      references: id === undefined ? null : named,
      isText: named === "String",
    },
  ];
}
