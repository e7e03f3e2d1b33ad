import {
  type FieldNode,
  type GraphQLNamedType,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from "graphql";
import type { Operation } from "./operationOf.ts";
import { priceOf, rowOf, timesOf } from "./rowPrice.ts";

/** Rows that an operation may touch at most, and how deep its fields are nested. */
export type Cost = { readonly rows: number; readonly depth: number };

const NOTHING: Cost = { rows: 0, depth: 0 };
/**
 * Bounds the rows that an operation can touch before it runs: `first` (100 when not said) multiplied down the tree,
 * and for a derived field what it reads. Each fragment is computed once; introspection costs nothing.
 */
export function rowCost(query: Operation): Cost {
  const known = new Map<string, Cost>();
  const roots = query.schema.getQueryType();

  function ofSelection(type: GraphQLNamedType, { selections }: SelectionSetNode): Cost {
    return selections
      .map((node): Cost => {
        if (node.kind === Kind.FIELD) return ofField(type, node);
        if (node.kind === Kind.FRAGMENT_SPREAD) return ofFragment(type, node.name.value);
        return ofSelection(narrowed(type, node.typeCondition?.name.value), node.selectionSet);
      })
      .reduce(both, NOTHING);
  }

  function ofFragment(type: GraphQLNamedType, name: string): Cost {
    const fragment = query.fragments.get(name);
    if (fragment === undefined) return NOTHING;
    const cost =
      known.get(name) ??
      ofSelection(narrowed(type, fragment.typeCondition.name.value), fragment.selectionSet);
    known.set(name, cost);
    return cost;
  }

  function ofField(type: GraphQLNamedType, node: FieldNode): Cost {
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    if (field === undefined || node.name.value.startsWith("__")) return NOTHING;
    if (node.selectionSet === undefined) return { rows: 0, depth: 1 };
    const inner = ofSelection(getNamedType(field.type), node.selectionSet);
    const rows = priceOf(type, field) + timesOf(field, node, query.variables) * (rowOf(field) + inner.rows);
    return { rows, depth: inner.depth + 1 };
  }

  function narrowed(type: GraphQLNamedType, name: string | undefined): GraphQLNamedType {
    return (name === undefined ? undefined : query.schema.getType(name)) ?? type;
  }

  return roots ? ofSelection(roots, query.operation.selectionSet) : NOTHING;
}

function both(a: Cost, b: Cost): Cost {
  return { rows: a.rows + b.rows, depth: Math.max(a.depth, b.depth) };
}
