import {
  type FieldNode,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  Kind,
  type SelectionSetNode,
} from "graphql";
import type { Operation } from "../operationOf.ts";

/** A block as a client names it; `number_gte` is the head, which must be at least that. */
export type WantedHeight =
  | { readonly hash: string }
  | { readonly number: number }
  | { readonly number_gte: number };

/** The block that each root field names, by its key in the response; null where it names none. */
export type RootHeights = ReadonlyMap<string, WantedHeight | null>;

/** What each root field of an operation that takes a `block` argument names. Introspection and own fields are left out. */
export function rootHeights(query: Operation): RootHeights {
  const fields = query.schema.getQueryType()?.getFields() ?? {};
  const heights = new Map<string, WantedHeight | null>();
  for (const node of rootFields(query, query.operation.selectionSet)) {
    const field = fields[node.name.value];
    if (!field?.args.some((arg) => arg.name === "block")) continue;
    const { block } = getArgumentValues(field, node, query.variables);
    heights.set(node.alias?.value ?? node.name.value, wantedHeight(block));
  }
  return heights;
}

/** The fields that a selection asks for at its own level, through fragments, without what is skipped. */
export function* rootFields(
  query: Pick<Operation, "fragments" | "variables">,
  { selections }: SelectionSetNode,
): Generator<FieldNode> {
  for (const node of selections) {
    if (getDirectiveValues(GraphQLSkipDirective, node, query.variables)?.if === true) continue;
    if (getDirectiveValues(GraphQLIncludeDirective, node, query.variables)?.if === false) continue;
    if (node.kind === Kind.FIELD) yield node;
    if (node.kind === Kind.INLINE_FRAGMENT) yield* rootFields(query, node.selectionSet);
    if (node.kind !== Kind.FRAGMENT_SPREAD) continue;
    const fragment = query.fragments.get(node.name.value);
    if (fragment !== undefined) yield* rootFields(query, fragment.selectionSet);
  }
}

/** The value of a `block` argument; null where it is missing, null or empty. */
export function wantedHeight(value: unknown): WantedHeight | null {
  if (typeof value !== "object" || value === null) return null;
  const { hash, number, number_gte: least } = value as Record<string, unknown>;
  if (typeof hash === "string") return { hash: hash.toLowerCase() };
  if (typeof number === "number") return { number };
  return typeof least === "number" ? { number_gte: least } : null;
}
