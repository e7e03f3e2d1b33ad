import type { FastifyInstance, FastifyRequest } from "fastify";
import { stripIgnoredCharacters } from "graphql";
import { LRUCache } from "lru-cache";

declare module "fastify" {
  interface FastifyRequest {
    /** Its JSON body as it came; null where it has none. */
    text: string | null;
  }
}

/** Questions by what clients accept and the text of their requests: a text that was seen needs no second look. */
const seen = new LRUCache<string, { readonly question: string | null }>({
  max: 5000,
  maxSize: 16 * 1024 * 1024,
  sizeCalculation: ({ question }, text) => 2 * (text.length + (question?.length ?? 0)),
});

/** Texts of queries without what does not matter in them; null where a text is no GraphQL. */
const normalized = new LRUCache<string, { readonly text: string | null }>({
  max: 5000,
  maxSize: 8 * 1024 * 1024,
  sizeCalculation: (_, query) => 2 * query.length,
});

/** Content types that a browser sends to another site without asking it first. */
const FORGEABLE = /^\s*(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i;

/** Keeps the text of each JSON body beside what it says. */
export function keepTexts(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.decorateRequest("text", null);
  app.addContentTypeParser<string>("application/json", { parseAs: "string" }, (request, text, done) => {
    request.text = text;
    return parse(request, text, done);
  });
}

/**
 * The same text for requests that ask the same: query, variables and operation name, and which content type they
 * accept.
 * @returns null for a request that has to be looked at by itself: a bad one, or one with a persisted query
 */
export function sameQuestion(request: FastifyRequest): string | null {
  if (request.text === null || request.method !== "POST") return readQuestion(request);
  const text = `${request.headers.accept ?? ""}\n${request.text}`;
  const known = seen.get(text);
  if (known !== undefined) return known.question;
  const question = readQuestion(request);
  seen.set(text, { question });
  return question;
}

function readQuestion(request: FastifyRequest): string | null {
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
