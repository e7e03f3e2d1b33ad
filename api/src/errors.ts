import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError, type GraphQLFormattedError } from "graphql";

/** The codes of our own errors, in `extensions.code`. */
export type ErrorCode =
  | "BAD_WINDOW"
  | "BAD_INTERVAL"
  | "TOO_MANY_BUCKETS"
  | "TOO_COMPLEX"
  | "UNKNOWN_ID"
  | "NOT_INDEXED_YET"
  | "UPSTREAM_UNAVAILABLE"
  | "RATE_LIMITED"
  | "CANCELLED"
  | "BAD_USER_INPUT";

const ours: ReadonlySet<string> = new Set<ErrorCode>([
  "BAD_WINDOW",
  "BAD_INTERVAL",
  "TOO_MANY_BUCKETS",
  "TOO_COMPLEX",
  "UNKNOWN_ID",
  "NOT_INDEXED_YET",
  "UPSTREAM_UNAVAILABLE",
  "RATE_LIMITED",
  "CANCELLED",
  "BAD_USER_INPUT",
]);

const apollos: ReadonlySet<string> = new Set([
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "PERSISTED_QUERY_NOT_FOUND",
  "PERSISTED_QUERY_NOT_SUPPORTED",
  "OPERATION_RESOLUTION_FAILURE",
  "BAD_REQUEST",
]);

/** An error for the client: what was wrong, what was expected, what to do. */
export function apiError(code: ErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** An error that refuses an operation before it runs: HTTP 400. */
export function refusal(code: ErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status: 400 } } });
}

/**
 * The code of an error of ours or of Apollo's, of several at once the first one's; null where nobody expected it.
 * Apollo gives some of those that it answers with HTTP 400 no code: they are bad requests.
 */
export function codeOf(error: unknown): string | null {
  const inner = unwrapResolverError(error);
  for (const candidate of [error, inner]) {
    if (!(candidate instanceof GraphQLError)) continue;
    const { code, http } = candidate.extensions;
    if (typeof code === "string" && (ours.has(code) || apollos.has(code))) return code;
    if (code === undefined && isBadRequest(http)) return "BAD_REQUEST";
  }
  if (!(inner instanceof AggregateError)) return null;
  const codes = inner.errors.map(codeOf);
  return codes.includes(null) ? null : (codes[0] ?? null);
}

function isBadRequest(http: unknown): boolean {
  return typeof http === "object" && http !== null && "status" in http && http.status === 400;
}

/** What the client sees of an error: of one that nobody expected, nothing but that it happened. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const code = codeOf(error) ?? known(formatted);
  const { message, path, locations } = formatted;
  const place = { ...(locations && { locations }), ...(path && { path }) };
  if (code !== null) return { message, ...place, extensions: { code } };
  const apology = "Something went wrong inside the API. It has been logged; asking again may help.";
  return { message: apology, ...place, extensions: { code: "INTERNAL_SERVER_ERROR" } };
}

function known({ extensions }: GraphQLFormattedError): string | null {
  const code = extensions?.code;
  return typeof code === "string" && (ours.has(code) || apollos.has(code)) ? code : null;
}
