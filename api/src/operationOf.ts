import type { GraphQLRequestContext } from "@apollo/server";
import {
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
} from "graphql";
import type { Context } from "./context.ts";

/** An operation with all that is needed to read its arguments. */
export type Operation = {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Values of its variables, coerced, with defaults. */
  readonly variables: Readonly<Record<string, unknown>>;
};

/**
 * The operation of a request.
 * @returns null where there is none, or where a variable has a bad value, which its execution will then say
 */
export function operationOf(context: GraphQLRequestContext<Context>): Operation | null {
  const { schema, document, operation, request } = context;
  if (document === undefined || operation === undefined) return null;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], request.variables ?? {});
  if (coerced === undefined) return null;
  const fragments = document.definitions.flatMap((node) =>
    node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
  );
  return { schema, operation, fragments: new Map(fragments), variables: coerced };
}
