import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "graphql-ws";
import WebSocket from "ws";

/** An event as it came: its data, the block that it says it is of, and when it came (ms of this process' clock). */
export type Seen<T> = {
  data: T;
  errors?: readonly { message: string; extensions?: { code?: string } }[];
  extensions?: { asOf?: { blockNumber: number; blockHash: string | null } };
  at: number;
};

/** A client with one subscription, and all that it was sent. */
export class Subscriber<T> {
  readonly events: Seen<T>[] = [];
  static readonly #stops: (() => void)[] = [];

  private constructor(begin: (push: (event: object) => void) => () => void) {
    const push = (event: object) => this.events.push({ ...(event as Seen<T>), at: performance.now() });
    Subscriber.#stops.push(begin(push));
  }

  /** Subscribes over graphql-ws. */
  static overWs<T>(url: string, query: string): Subscriber<T> {
    return new Subscriber<T>((push) => {
      const client = createClient({
        url: url.replace(/^http/, "ws"),
        webSocketImpl: WebSocket,
        lazy: false,
        retryAttempts: 0,
        onNonLazyError: () => {},
      });
      const sink = { next: push, error: (error: unknown) => push({ error }), complete: () => {} };
      client.subscribe({ query }, sink);
      return () => void client.dispose();
    });
  }

  /** Subscribes by server-sent events. */
  static overSse<T>(url: string, query: string): Subscriber<T> {
    return new Subscriber<T>((push) => {
      const stop = new AbortController();
      const read = async () => {
        const headers = { "content-type": "application/json", accept: "text/event-stream" };
        const body = JSON.stringify({ query });
        const response = await fetch(url, { method: "POST", headers, body, signal: stop.signal });
        for await (const message of messagesOf(response)) push(JSON.parse(message) as object);
      };
      read().catch((error: unknown) => stop.signal.aborted || push({ error }));
      return () => stop.abort();
    });
  }

  /** Waits until so many events have come. Throws after half a minute. */
  async until(count: number, seconds = 30): Promise<readonly Seen<T>[]> {
    const end = performance.now() + seconds * 1000;
    while (this.events.length < count) {
      if (performance.now() > end) {
        throw new Error(`${this.events.length} of ${count} events came: ${JSON.stringify(this.events)}`);
      }
      await sleep(5);
    }
    return this.events;
  }

  /** No subscriber of this process wants more. */
  static stopAll(): void {
    for (const stop of Subscriber.#stops.splice(0)) stop();
  }
}

async function* messagesOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const parts = text.split("\n\n");
    text = parts.pop() ?? "";
    for (const part of parts) {
      const data = part.match(/^event: next\ndata: (.*)$/m)?.[1];
      if (data !== undefined) yield data;
    }
  }
}
