import {
  type DocumentNode,
  type FieldNode,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type SelectionNode,
  visit,
} from "graphql";

type Variables = Readonly<Record<string, unknown>>;

/**
 * A document in which no field that a directive leaves out stands beside the same field that is asked for: delegation
 * to graph-node would keep only the first of the two, `{ id @include(if: false) id }`.
 */
export function withoutLeftOut(document: DocumentNode, variables: Variables): DocumentNode {
  return visit(document, {
    SelectionSet(node) {
      const wanted = new Set(
        node.selections.flatMap((one) => (isWanted(one, variables) ? [keyOf(one)] : [])),
      );
      const isKept = (one: SelectionNode) =>
        one.kind !== Kind.FIELD || isWanted(one, variables) || !wanted.has(keyOf(one));
      const selections = node.selections.filter(isKept);
      return selections.length === node.selections.length ? undefined : { ...node, selections };
    },
  });
}

function isWanted(node: SelectionNode, variables: Variables): node is FieldNode {
  if (node.kind !== Kind.FIELD) return false;
  if (node.directives === undefined || node.directives.length === 0) return true;
  return (
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false
  );
}

function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}
