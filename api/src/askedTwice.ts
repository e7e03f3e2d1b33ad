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

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

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

/**
 * A document that asks for `__typename` wherever directives leave out all of a selection: graph-node fails at a
 * selection of nothing.
 */
export function withSomething(document: DocumentNode, variables: Variables): DocumentNode {
  return visit(document, {
    SelectionSet(node) {
      const isEmpty = node.selections.every((one) => !isIncluded(one, variables));
      return isEmpty ? { ...node, selections: [...node.selections, TYPENAME] } : undefined;
    },
  });
}

function isWanted(node: SelectionNode, variables: Variables): node is FieldNode {
  return node.kind === Kind.FIELD && isIncluded(node, variables);
}

function isIncluded(node: SelectionNode, variables: Variables): boolean {
  if (node.directives === undefined || node.directives.length === 0) return true;
  return (
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false
  );
}

function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}
