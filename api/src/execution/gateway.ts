import type { ApolloServerOptionsWithGateway } from "@apollo/server";
import { BREAK, type DocumentNode, execute, type GraphQLSchema, visit } from "graphql";
import type { Context } from "../context.ts";

type Gateway = ApolloServerOptionsWithGateway<Context>["gateway"];
type Executor = Awaited<ReturnType<Gateway["load"]>>["executor"];

/**
 * What Apollo asks for a schema, and for the results of operations that it has validated against it.
 * @param schema what is served, and what introspection sees
 * @param twin the same schema, as it is executed
 */
export function gatewayOf(schema: GraphQLSchema, twin: GraphQLSchema): Gateway {
  const executor: Executor = async ({ document, request, context }) => {
    return execute({
      schema: isIntrospective(document) ? schema : twin,
      document,
      contextValue: context,
      variableValues: request.variables,
      // As it was asked for: Apollo's own is null where no operation has that name.
      operationName: request.operationName,
    });
  };
  return {
    load: async () => ({ executor }),
    onSchemaLoadOrUpdate(use) {
      use({ apiSchema: schema, coreSupergraphSdl: "" });
      return () => {};
    },
    stop: async () => {},
  };
}

function isIntrospective(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field({ name }) {
      found ||= name.value === "__schema" || name.value === "__type";
      return found ? BREAK : undefined;
    },
  });
  return found;
}
