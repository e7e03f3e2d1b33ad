import { setTimeout as sleep } from "node:timers/promises";

/** One JSON-RPC call: the method and its parameters. */
export type Call = readonly [method: string, ...params: unknown[]];

/** An answer that refuses a call, or none at all; `code` is JSON-RPC's, null when the node could not be reached. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly code: number | null;

  constructor(message: string, code: number | null, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

type Answer = { id: number; result?: unknown; error?: { code?: number; message?: string } };

const BATCH = 100;
const AT_ONCE = 4;
const TRIES = 5;
const TIMEOUT_MS = 30_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
const LIMIT_EXCEEDED = -32_005;

/** A JSON-RPC client that batches, and tries again where a node is busy: at most 5 times, with growing pauses. */
export class Rpc {
  readonly url: string;
  readonly #signal: AbortSignal | undefined;

  constructor(url: string, signal?: AbortSignal) {
    this.url = url;
    this.#signal = signal;
  }

  /** The result of one call. Throws an RpcError when the node refuses it or cannot be reached. */
  async call(...call: Call): Promise<unknown> {
    const [result] = await this.all([call]);
    return result;
  }

  /** The results of calls, in their order, a hundred in one request and four requests at once. Throws as `call`. */
  async all(calls: readonly Call[]): Promise<unknown[]> {
    const batches: Call[][] = [];
    for (let from = 0; from < calls.length; from += BATCH) batches.push(calls.slice(from, from + BATCH));
    const results: unknown[][] = [];
    let next = 0;
    const worker = async () => {
      for (let i = next++; i < batches.length; i = next++) results[i] = await this.#batch(batches[i] ?? []);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return results.flat();
  }

  async #batch(calls: readonly Call[]): Promise<unknown[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#post(calls);
      } catch (error) {
        if (!(error instanceof Busy)) throw error;
        if (attempt === TRIES)
          throw new RpcError(`${error.message} (asked ${TRIES} times)`, error.code, error);
        const pause = error.pauseMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1);
        await sleep(Math.min(pause, LONGEST_PAUSE_MS), undefined, { signal: this.#signal });
      }
    }
  }

  async #post(calls: readonly Call[]): Promise<unknown[]> {
    const messages = calls.map(([method, ...params], id) => ({ jsonrpc: "2.0", id, method, params }));
    const body = JSON.stringify(messages.length === 1 ? messages[0] : messages);
    const answers = parse(await this.#fetch(body), this.url);
    const byId = new Map(answers.map((answer) => [answer.id, answer]));
    return messages.map(({ id, method }) => {
      const answer = byId.get(id) ?? answers.find(({ error }) => error !== undefined);
      if (answer === undefined) throw new RpcError(`${this.url} left ${method} unanswered`, null);
      if (answer.error === undefined) return answer.result;
      const { code = 0, message = "no reason" } = answer.error;
      const text = `${this.url} refused ${method}: ${message}`;
      if (code === LIMIT_EXCEEDED || /rate limit|too many requests/i.test(message))
        throw new Busy(text, code);
      throw new RpcError(text, code);
    });
  }

  async #fetch(body: string): Promise<string> {
    const signals = [AbortSignal.timeout(TIMEOUT_MS), ...(this.#signal ? [this.#signal] : [])];
    const request = { method: "POST", headers: { "content-type": "application/json" }, body };
    try {
      const response = await fetch(this.url, { ...request, signal: AbortSignal.any(signals) });
      if (response.status === 429 || response.status >= 500) {
        const after = Number(response.headers.get("retry-after") ?? Number.NaN) * 1000;
        throw new Busy(`${this.url} answered HTTP ${response.status}`, null, after >= 0 ? after : undefined);
      }
      return await response.text();
    } catch (error) {
      this.#signal?.throwIfAborted();
      if (error instanceof Busy) throw error;
      throw new Busy(`${this.url} does not answer: ${reasonOf(error)}`, null);
    }
  }
}

/** A node that may answer later. */
class Busy extends RpcError {
  readonly pauseMs: number | undefined;

  constructor(message: string, code: number | null, pauseMs?: number) {
    super(message, code);
    this.pauseMs = pauseMs;
  }
}

function parse(text: string, url: string): Answer[] {
  try {
    const parsed: unknown = JSON.parse(text);
    const answers = Array.isArray(parsed) ? parsed : [parsed];
    if (answers.every((answer) => typeof answer === "object" && answer !== null && "jsonrpc" in answer)) {
      return answers as Answer[];
    }
  } catch {
    throw new RpcError(`${url} does not speak JSON-RPC: it answered ${text.slice(0, 80)}`, null);
  }
  throw new RpcError(`${url} does not speak JSON-RPC: it answered ${text.slice(0, 80)}`, null);
}

function reasonOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return inner instanceof Error ? inner.message : String(inner);
}
