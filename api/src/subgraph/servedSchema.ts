import { GraphQLObjectType, GraphQLSchema, isSpecifiedDirective } from "graphql";

/**
 * The part of graph-node's schema that the API serves: without `_logs`, which lets anyone read the indexer's logs,
 * without subscriptions, which graph-node no longer answers, and without its own directives.
 */
export function servedSchema(schema: GraphQLSchema): GraphQLSchema {
  const { query, directives } = schema.toConfig();
  if (!query) throw new Error("The subgraph's schema has no queries: is SUBGRAPH_URL a subgraph?");
  const { fields, ...rest } = query.toConfig();
  const { _logs, ...served } = fields;
  return new GraphQLSchema({
    query: new GraphQLObjectType({ ...rest, fields: served }),
    directives: directives.filter(isSpecifiedDirective),
  });
}
