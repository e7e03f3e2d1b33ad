import { setTimeout as sleep } from "node:timers/promises";

/** What came back over HTTP. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
};

const MOST_TRIES = 4;
const FIRST_WAIT_MS = 100;

/**
 * Tries again, at most 3 times, what may do better then: 429, 5xx, and a connection that was closed under a question.
 * It waits 100, 200, 400 ms with up to as much again at random, or what Retry-After says.
 * @param mostMs how long it may wait in all; what would take longer is not tried again
 */
export async function withRetries(
  ask: () => Promise<HttpAnswer>,
  mostMs: number,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  let left = mostMs;
  for (let tries = 1; ; tries++) {
    const answer = await ask().catch((error: unknown) => {
      if (tries < MOST_TRIES && isClosed(error)) return null;
      throw error;
    });
    if (answer !== null && !isWorthAnother(answer)) return answer;
    const wait = waitOf(answer, tries);
    left -= wait;
    if (answer !== null && (tries === MOST_TRIES || left < 0)) return answer;
    await sleep(wait, undefined, { signal });
  }
}

/** How long an answer asks to wait (milliseconds); null where it does not say so. */
export function retryAfter({ headers }: HttpAnswer): number | null {
  const { "retry-after": after, date } = headers;
  if (typeof after !== "string") return null;
  const seconds = /^\d+$/.test(after) ? Number(after) : (Date.parse(after) - Date.parse(String(date))) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds * 1000) : null;
}

function isWorthAnother({ status }: HttpAnswer): boolean {
  return status === 429 || status >= 500;
}

function waitOf(answer: HttpAnswer | null, tries: number): number {
  const backoff = FIRST_WAIT_MS * 2 ** (tries - 1);
  return (answer === null ? null : retryAfter(answer)) ?? backoff * (1 + Math.random());
}

// The other end has closed an idle connection just when it was to be used: nothing says that it is down.
function isClosed(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "UND_ERR_SOCKET" || code === "ECONNRESET" || code === "EPIPE";
}
