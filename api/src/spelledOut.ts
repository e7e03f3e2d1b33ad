import { Kind, type SelectionSetNode } from "graphql";
import type { Operation } from "./operationOf.ts";

/**
 * How many fields an operation has with its fragments written out where they are spread: a few that spread one another
 * twice each come to millions. Each fragment is counted once.
 */
export function spelledOut({ operation, fragments }: Operation): number {
  const known = new Map<string, number>();

  function ofSelection({ selections }: SelectionSetNode): number {
    return selections.reduce((sum, node) => {
      if (node.kind === Kind.FRAGMENT_SPREAD) return sum + ofFragment(node.name.value);
      const inner = node.selectionSet === undefined ? 0 : ofSelection(node.selectionSet);
      return sum + inner + (node.kind === Kind.FIELD ? 1 : 0);
    }, 0);
  }

  function ofFragment(name: string): number {
    const fragment = fragments.get(name);
    const count = known.get(name) ?? (fragment === undefined ? 0 : ofSelection(fragment.selectionSet));
    known.set(name, count);
    return count;
  }

  return ofSelection(operation.selectionSet);
}
