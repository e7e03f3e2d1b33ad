import { firstLine } from "../stack/StackError.ts";

/** No part may keep the screen waiting longer. */
export const PATIENCE_MS = 2000;

/** An answer in JSON, with its HTTP status. Errors: one line when there is none within 2 s. */
export async function getJson(url: string): Promise<{ status: number; body: unknown }> {
  return await fetchJson(url, {});
}

/** As getJson, for a question that is posted. */
export async function postJson(url: string, question: unknown): Promise<{ status: number; body: unknown }> {
  const headers = { "content-type": "application/json" };
  return await fetchJson(url, { method: "POST", headers, body: JSON.stringify(question) });
}

async function fetchJson(url: string, init: RequestInit): Promise<{ status: number; body: unknown }> {
  let response: Response;
  try {
    response = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    return { status: response.status, body: await response.json() };
  } catch (error) {
    if (error instanceof SyntaxError) throw new Error("it does not answer with JSON");
    if (error instanceof Error && error.name === "TimeoutError") throw new Error("no answer within 2 s");
    throw new Error(firstLine(error instanceof Error && error.cause instanceof Error ? error.cause : error));
  }
}

/** The work's result; an Error after 2 s. */
export async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer within 2 s")), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
