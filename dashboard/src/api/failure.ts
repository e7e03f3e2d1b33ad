import { CombinedGraphQLErrors, ServerError } from "@apollo/client/errors";
import type { Failure } from "../parts/PanelSource.ts";

type GraphQLFault = {
  message: string;
  path?: ReadonlyArray<string | number>;
  extensions?: { [name: string]: unknown };
};

/** Whether the API answered at all: an error in its answer is an answer. */
export function isAnswer(error: unknown): boolean {
  return error === undefined || CombinedGraphQLErrors.is(error) || ServerError.is(error);
}

/** The failure of one root of a page's query: its own error, or one that concerns the whole answer; null where neither. */
export function failureOf(error: unknown, root: string): Failure | null {
  if (error === undefined) return null;
  const faults = faultsOf(error);
  if (faults === null) {
    return {
      message: "The API does not answer. It may have been stopped; this page asks again by itself.",
      code: null,
    };
  }
  const own = faults.find(({ path }) => path?.[0] === root) ?? faults.find(({ path }) => path === undefined);
  return own === undefined ? null : { message: own.message, code: codeOf(own) };
}

function faultsOf(error: unknown): readonly GraphQLFault[] | null {
  if (CombinedGraphQLErrors.is(error)) return error.errors;
  if (!ServerError.is(error)) return null;
  try {
    const body: unknown = JSON.parse(error.bodyText);
    if (typeof body === "object" && body !== null && "errors" in body && Array.isArray(body.errors)) {
      return body.errors;
    }
  } catch {
    return [{ message: `The API answered with HTTP ${error.statusCode}.` }];
  }
  return [{ message: `The API answered with HTTP ${error.statusCode}.` }];
}

function codeOf(fault: GraphQLFault): string | null {
  const code = fault.extensions?.code;
  return typeof code === "string" ? code : null;
}
