import type { Bundle } from "@manometer/analytics/audit/Bundle";
import { readBundle, UnreadableBundle } from "@manometer/auditor/bundleFile";
import { firstLine, StackError } from "./stack/StackError.ts";

const TIMEOUT_MS = 60_000;

/** An API's bundle, as it was sent. */
export type ApiBundle = { url: string; text: string; bundle: Bundle };

/** Asks a Manometer API for the bundle of a slash. Errors: StackError when it has none, or does not answer. */
export async function apiBundle(api: string, slashId: string): Promise<ApiBundle> {
  const url = `${api}/audits/${slashId}.json`;
  const text = await textOf(api, url);
  try {
    return { url, text, bundle: readBundle(text) };
  } catch (error) {
    if (!(error instanceof UnreadableBundle)) throw error;
    throw new StackError(
      `${url} is no bundle of this release: ${error.message}`,
      "check --api: it is the address that npm start prints, and the API is of the same release",
    );
  }
}

async function textOf(api: string, url: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new StackError(
      `${api} (--api) does not answer: ${firstLine(reason)}`,
      "check the address, and that it runs",
    );
  }
  const text = await response.text();
  if (response.ok) return text;
  throw new StackError(
    `${url} answered HTTP ${response.status}: ${messageIn(text)}`,
    "check the slash's id and --api, or wait until the API has indexed it",
  );
}

function messageIn(text: string): string {
  try {
    const { errors } = JSON.parse(text) as { errors?: { message?: string }[] };
    return errors?.[0]?.message?.replace(/\.$/, "") ?? firstLine(text);
  } catch {
    return firstLine(text).slice(0, 200);
  }
}
