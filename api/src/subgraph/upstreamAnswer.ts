import { GraphQLError } from "graphql";
import { apiError } from "../errors.ts";
import type { HttpAnswer } from "./retry.ts";

/** A GraphQL answer as it came over the wire. */
export type Answer = {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string }[];
};

/** What is said of a gateway that does not let the API in. */
export const NO_KEY = "refuses the API's key (SUBGRAPH_API_KEY)";

/**
 * The GraphQL answer that came over HTTP.
 * @throws UPSTREAM_UNAVAILABLE where it is none
 */
export function answerOf({ status, text }: HttpAnswer): Answer {
  if (status === 401 || status === 403) throw unavailable(NO_KEY);
  if (status === 429) throw unavailable("is asked too often");
  if (status >= 500) throw unavailable(`answered with HTTP ${status}`);
  try {
    const answer: unknown = JSON.parse(text);
    if (isAnswer(answer)) return answer;
  } catch (cause) {
    throw unavailable(
      status === 200 ? "gave an answer that is not JSON" : `answered with HTTP ${status}`,
      cause,
    );
  }
  throw unavailable("gave an answer that is not GraphQL");
}

/** The error of a question that was not answered in time (milliseconds). */
export function tooLate(timeout: number): GraphQLError {
  return unavailable(`did not answer within ${timeout / 1000} s`);
}

/** The error of a question that came to nothing: how that was, and for the log alone, why. */
export function unavailable(how: string, cause?: unknown): GraphQLError {
  if (cause instanceof GraphQLError) return cause;
  const error = apiError("UPSTREAM_UNAVAILABLE", `graph-node ${how}: ask again later.`);
  return Object.assign(error, { cause });
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === "object" && value !== null && ("data" in value || "errors" in value);
}
