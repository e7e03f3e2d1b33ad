import type { FastifyRequest } from "fastify";
import { stripIgnoredCharacters } from "graphql";
import { LRUCache } from "lru-cache";

/** Texts of queries without what does not matter in them; null where a text is no GraphQL. */
const normalized = new LRUCache<string, { readonly text: string | null }>({
  max: 5000,
  maxSize: 8 * 1024 * 1024,
  sizeCalculation: (_, query) => 2 * query.length,
});

/** Content types that a browser sends to another site without asking it first. */
const FORGEABLE = /^\s*(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i;

/**
 * The same text for requests that ask the same: query, variables and operation name, and which content type they
 * accept.
 * @returns null for a request that has to be looked at by itself: a bad one, or one with a persisted query
 */
export function sameQuestion(request: FastifyRequest): string | null {
  const asked = request.method === "POST" ? request.body : fromAddress(request);
  if (typeof asked !== "object" || asked === null) return null;
  const { query, variables = null, operationName = null, extensions } = asked as Record<string, unknown>;
  if (typeof query !== "string" || query === "" || isPersisted(extensions)) return null;
  if (typeof variables !== "object" || Array.isArray(variables)) return null;
  if (typeof operationName !== "string" && operationName !== null) return null;
  const text = normalizedText(query);
  if (text === null) return null;
  try {
    return JSON.stringify([text, operationName, variables ?? {}, request.headers.accept ?? "*/*"], inOrder);
  } catch {
    // variables nested deeper than the stack
    return null;
  }
}

function fromAddress({ query, headers }: FastifyRequest): object | null {
  const isAsked = headers["apollo-require-preflight"] || headers["x-apollo-operation-name"];
  const type = headers["content-type"];
  if (!isAsked && (type === undefined || FORGEABLE.test(type))) return null;
  const { variables, ...rest } = query as Record<string, unknown>;
  if (variables === undefined) return rest;
  try {
    return { ...rest, variables: JSON.parse(String(variables)) };
  } catch {
    return null;
  }
}

function isPersisted(extensions: unknown): boolean {
  return extensions != null && (typeof extensions !== "object" || "persistedQuery" in extensions);
}

function normalizedText(query: string): string | null {
  const known = normalized.get(query);
  if (known !== undefined) return known.text;
  const text = stripped(query);
  normalized.set(query, { text });
  return text;
}

function stripped(query: string): string | null {
  try {
    return stripIgnoredCharacters(query);
  } catch {
    return null;
  }
}

function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
