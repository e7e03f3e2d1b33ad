import {
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  valueFromASTUntyped,
} from "graphql";
import type { Operation } from "./operationOf.ts";

/** Rows that an operation may touch at most, and how deep its fields are nested. */
export type Cost = { readonly rows: number; readonly depth: number };

const NOTHING: Cost = { rows: 0, depth: 0 };
/** What graph-node gives of a collection when `first` is not said. */
const DEFAULT_FIRST = 100;
/** What a derived field over a window counts as: it reads facts. */
const WINDOW_ROWS = 100;

/**
 * Bounds the rows that an operation can touch before it runs: `first` (100 when not said) multiplied down the tree.
 * Each fragment is computed once per type; introspection costs nothing.
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
    const inner = node.selectionSet ? ofSelection(getNamedType(field.type), node.selectionSet) : NOTHING;
    return { rows: rowsOf(field, node, inner.rows, query.variables), depth: inner.depth + 1 };
  }

  function narrowed(type: GraphQLNamedType, name: string | undefined): GraphQLNamedType {
    return (name === undefined ? undefined : query.schema.getType(name)) ?? type;
  }

  return roots ? ofSelection(roots, query.operation.selectionSet) : NOTHING;
}

function rowsOf(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  inner: number,
  variables: Readonly<Record<string, unknown>>,
): number {
  const takes = (name: string) => field.args.some((arg) => arg.name === name);
  if (takes("window")) return WINDOW_ROWS;
  if (!isListType(getNullableType(field.type)) || !takes("first")) return inner + (node.selectionSet ? 1 : 0);
  const first = node.arguments?.find((arg) => arg.name.value === "first");
  const value = first === undefined ? undefined : valueFromASTUntyped(first.value, variables);
  return (typeof value === "number" ? Math.max(0, value) : DEFAULT_FIRST) * (1 + inner);
}

function both(a: Cost, b: Cost): Cost {
  return { rows: a.rows + b.rows, depth: Math.max(a.depth, b.depth) };
}
