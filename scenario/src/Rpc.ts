import { Agent, request } from "node:http";

type Answer = { id: number; result?: unknown; error?: { code: number; message: string } };
export type Call = { method: string; params: readonly unknown[] };

/** A refusal of the chain, with the method that was asked. */
export class RpcError extends Error {
  override readonly name = "RpcError";
}

/** The longest that one answer may take. */
const TIMEOUT_MS = 60_000;

/**
 * A JSON-RPC client that keeps one connection and sends one request after another, so that transactions reach the
 * chain in the order of the calls. Every request ends when the signal aborts.
 */
export class Rpc {
  readonly #url: URL;
  readonly #signal: AbortSignal | undefined;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  #id = 0;

  constructor(url: string, signal?: AbortSignal) {
    this.#url = new URL(url);
    if (this.#url.protocol !== "http:") {
      throw new Error(`The chain's URL is ${url}, expected http:// : the scenario plays on a local chain`);
    }
    this.#signal = signal;
  }

  /** The result of one call. Throws an RpcError when the chain refuses it. */
  async call(method: string, ...params: readonly unknown[]): Promise<unknown> {
    const [result] = await this.#send([{ method, params }], false);
    return result;
  }

  /** The results of several calls that do not depend on each other's order. Throws when one is refused. */
  async batch(calls: readonly Call[]): Promise<unknown[]> {
    return calls.length === 0 ? [] : this.#send(calls, true);
  }

  /** Closes the connection. */
  close(): void {
    this.#agent.destroy();
  }

  async #send(calls: readonly Call[], isBatch: boolean): Promise<unknown[]> {
    const messages = calls.map((call) => ({ jsonrpc: "2.0", id: ++this.#id, ...call }));
    const text = await this.#post(JSON.stringify(isBatch ? messages : messages[0]));
    const answers = (isBatch ? JSON.parse(text) : [JSON.parse(text)]) as Answer[];
    const byId = new Map(answers.map((answer) => [answer.id, answer]));
    return messages.map(({ id, method }) => {
      const answer = byId.get(id);
      if (answer?.error === undefined && answer !== undefined) return answer.result;
      throw new RpcError(`${method} was refused by the chain: ${answer?.error?.message ?? "no answer"}`);
    });
  }

  #post(body: string): Promise<string> {
    this.#signal?.throwIfAborted();
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const signals = [AbortSignal.timeout(TIMEOUT_MS), ...(this.#signal ? [this.#signal] : [])];
    const options = { method: "POST", agent: this.#agent, headers, signal: AbortSignal.any(signals) };
    return new Promise((resolve, reject) => {
      const sent = request(this.#url, options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
        response.on("error", reject);
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }
}

/** A number as JSON-RPC wants it. */
export function quantity(value: number | bigint): string {
  return `0x${value.toString(16)}`;
}
