import { type DocumentNode, Kind, type OperationDefinitionNode, print, visit } from "graphql";
import type { Question } from "../parts/PanelSource.ts";

/** The part of a page's query that one panel shows, with the variables and fragments that this part uses. */
export function panelQuery(
  document: DocumentNode,
  root: string,
  variables: Readonly<Record<string, unknown>>,
): Question {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined)
    throw new Error("A page's document has no operation: write one into its .graphql file");
  const part = onlyRoot(operation, root);
  const used = usedNames(part);
  const query: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        ...part,
        variableDefinitions: (operation.variableDefinitions ?? []).filter((definition) =>
          used.variables.has(definition.variable.name.value),
        ),
      },
      ...document.definitions.filter(
        (node) => node.kind === Kind.FRAGMENT_DEFINITION && used.fragments.has(node.name.value),
      ),
    ],
  };
  const values = Object.entries(variables).filter(([name]) => used.variables.has(name));
  return { query: print(query), variables: JSON.stringify(Object.fromEntries(values), null, 2) };
}

function onlyRoot(operation: OperationDefinitionNode, root: string): OperationDefinitionNode {
  const selections = operation.selectionSet.selections.filter(
    (node) => node.kind === Kind.FIELD && (node.alias ?? node.name).value === root,
  );
  return { ...operation, selectionSet: { ...operation.selectionSet, selections } };
}

function usedNames({ selectionSet }: OperationDefinitionNode) {
  const variables = new Set<string>();
  const fragments = new Set<string>();
  visit(selectionSet, {
    Variable: (node) => void variables.add(node.name.value),
    FragmentSpread: (node) => void fragments.add(node.name.value),
  });
  return { variables, fragments };
}
