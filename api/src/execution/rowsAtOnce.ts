import {
  type FieldNode,
  GraphQLNonNull,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  GraphQLScalarType,
  type GraphQLSchema,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { type Column, columnsOf, isFlat, type Row, type RowResolvers } from "./columns.ts";

/**
 * Makes a schema answer lists of flat rows in one go. graphql-js takes most of a long series' time to call a resolver
 * for each field of each row; here such a list is a single value that its field makes ready for JSON. Only for
 * execution: a schema that is looked into or validated against must not be changed so.
 * @param schema is changed
 * @param rows the types of rows, each with how its fields are had where not by their names
 */
export function rowsAtOnce(
  schema: GraphQLSchema,
  rows: Readonly<Record<string, RowResolvers>>,
): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const row = rowOf(field.type);
      const own = rows[row?.name ?? ""];
      const { resolve } = field;
      if (row === null || own === undefined || resolve === undefined) continue;
      const ready = readyRows(row, own);
      field.type = new GraphQLNonNull(new GraphQLScalarType({ name: `${row.name}Rows` }));
      field.resolve = async (source, args, context, info) =>
        ready((await resolve(source, args, context, info)) as readonly Row[], info);
    }
  }
  return schema;
}

/** The type of the rows, where a field gives a list of flat ones. */
function rowOf(type: GraphQLOutputType): GraphQLObjectType | null {
  const list = isNonNullType(type) ? type.ofType : type;
  const item = isListType(list) ? list.ofType : null;
  const row = isNonNullType(item) ? item.ofType : null;
  return isObjectType(row) && isFlat(row) ? row : null;
}

function readyRows(row: GraphQLObjectType, own: RowResolvers) {
  // Parents of one list are asked for the same, and graphql-js then gives the same nodes.
  const known = new WeakMap<readonly FieldNode[], readonly Column[]>();
  return (rows: readonly Row[], info: GraphQLResolveInfo): Row[] => {
    const columns = known.get(info.fieldNodes) ?? columnsOf(row, own, info);
    known.set(info.fieldNodes, columns);
    return rows.map((one) => {
      const ready: Record<string, unknown> = {};
      for (const { name, of } of columns) ready[name] = of(one);
      return ready;
    });
  };
}
