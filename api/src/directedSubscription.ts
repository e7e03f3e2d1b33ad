import { type DocumentNode, Kind, parse, type SelectionSetNode } from "graphql";
import { MAX_TOKENS } from "./apollo.ts";

/** Refuses a request: HTTP 400. */
export type BadRequest = Error & { readonly statusCode: 400 };

/**
 * Checks that no subscription has a directive on its own field: graphql-js evaluates it while it validates, without
 * variables, and throws. A document that cannot be parsed is left to those who say why.
 * @throws BadRequest
 */
export function checkSubscriptions(query: unknown): void {
  if (typeof query !== "string" || !query.includes("subscription") || !query.includes("@")) return;
  const document = parsed(query);
  if (document === null || !hasDirectedRoot(document)) return;
  const message =
    "A subscription's own field can have no directive: leave it out, and subscribe over graphql-ws.";
  throw Object.assign(new Error(message), { statusCode: 400 as const });
}

function parsed(query: string): DocumentNode | null {
  try {
    return parse(query, { maxTokens: MAX_TOKENS, noLocation: true });
  } catch {
    return null;
  }
}

function hasDirectedRoot({ definitions }: DocumentNode): boolean {
  const fragments = new Map(
    definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node.selectionSet] as const] : [],
    ),
  );
  const seen = new Set<string>();
  function isDirected({ selections }: SelectionSetNode): boolean {
    return selections.some((node) => {
      if (node.directives !== undefined && node.directives.length > 0) return true;
      if (node.kind === Kind.INLINE_FRAGMENT) return isDirected(node.selectionSet);
      if (node.kind === Kind.FIELD || seen.has(node.name.value)) return false;
      seen.add(node.name.value);
      const fragment = fragments.get(node.name.value);
      return fragment !== undefined && isDirected(fragment);
    });
  }
  return definitions.some(
    (node) =>
      node.kind === Kind.OPERATION_DEFINITION &&
      node.operation === "subscription" &&
      isDirected(node.selectionSet),
  );
}
