import {
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  isLeafType,
  isNonNullType,
} from "graphql";
import { rootFields } from "../subgraph/rootHeights.ts";

/** A row as metrics give it. */
export type Row = Readonly<Record<string, unknown>>;

/** How fields of a row are had of it, where not by their names. */
export type RowResolvers = Readonly<Record<string, (row: never) => unknown>>;

/** A field that is asked of each row: its name in the response, and its value there. */
export type Column = { readonly name: string; readonly of: (row: Row) => unknown };

/** A type of rows whose fields are all plain values without arguments. */
export function isFlat(type: GraphQLObjectType): boolean {
  return Object.values(type.getFields()).every((field) => field.args.length === 0 && leafOf(field.type));
}

/** What a field asks of its rows, in the order of the response. */
export function columnsOf(type: GraphQLObjectType, own: RowResolvers, info: GraphQLResolveInfo): Column[] {
  const query = { variables: info.variableValues, fragments: new Map(Object.entries(info.fragments)) };
  const columns = new Map<string, Column>();
  for (const { selectionSet } of info.fieldNodes) {
    for (const node of selectionSet === undefined ? [] : rootFields(query, selectionSet)) {
      const name = node.alias?.value ?? node.name.value;
      columns.set(name, { name, of: readerOf(type, own, node.name.value) });
    }
  }
  return [...columns.values()];
}

function readerOf(type: GraphQLObjectType, own: RowResolvers, name: string): Column["of"] {
  const field = type.getFields()[name];
  const leaf = field && leafOf(field.type);
  if (field === undefined || leaf === null || leaf === undefined) return () => type.name;
  const read = (own[name] as ((row: Row) => unknown) | undefined) ?? ((row: Row) => row[name]);
  return (row) => {
    const value = read(row);
    if (value != null) return leaf.serialize(value);
    if (!isNonNullType(field.type)) return null;
    throw new Error(`Cannot return null for non-nullable field ${type.name}.${name}.`);
  };
}

function leafOf(type: GraphQLOutputType): GraphQLLeafType | null {
  const named = isNonNullType(type) ? type.ofType : type;
  return isLeafType(named) ? named : null;
}
