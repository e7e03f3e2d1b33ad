import { firstLine } from "./StackError.ts";

const TIMEOUT_MS = 10_000;

/**
 * Calls one method of a JSON-RPC server over HTTP. Errors: an Error of one line when the server does not answer within
 * 10 s, does not speak JSON-RPC, or answers with an error.
 */
export async function rpc(url: string, method: string, params: unknown): Promise<unknown> {
  const answer = await postJson(url, { jsonrpc: "2.0", id: 1, method, params }, TIMEOUT_MS);
  if (typeof answer !== "object" || answer === null) throw new Error(`${method}: not a JSON-RPC answer`);
  if ("error" in answer && answer.error) throw new Error(`${method}: ${messageOf(answer.error)}`);
  if (!("result" in answer)) throw new Error(`${method}: not a JSON-RPC answer`);
  return answer.result;
}

/** Asks a GraphQL server. Errors: as `rpc`, after `timeoutMs` where another time is given. */
export async function graphql(
  url: string,
  query: string,
  variables: Record<string, unknown>,
  timeoutMs = TIMEOUT_MS,
): Promise<unknown> {
  const answer = await postJson(url, { query, variables }, timeoutMs);
  if (typeof answer !== "object" || answer === null) throw new Error("not a GraphQL answer");
  if ("errors" in answer && Array.isArray(answer.errors)) throw new Error(messageOf(answer.errors[0]));
  if (!("data" in answer)) throw new Error("not a GraphQL answer");
  return answer.data;
}

async function postJson(url: string, body: unknown, timeoutMs: number): Promise<unknown> {
  const { status, text } = await post(url, body, timeoutMs);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`HTTP ${status}, not JSON`);
  }
}

async function post(
  url: string,
  body: unknown,
  timeoutMs: number,
): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError")
      throw new Error(`no answer within ${timeoutMs / 1000} s`);
    throw new Error(firstLine(error instanceof Error && error.cause instanceof Error ? error.cause : error));
  }
}

function messageOf(error: unknown): string {
  return typeof error === "object" && error !== null && "message" in error
    ? String(error.message)
    : JSON.stringify(error);
}
