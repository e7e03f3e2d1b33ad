import { setTimeout as sleep } from "node:timers/promises";
import { createClient, type Client as WsClient } from "graphql-ws";
import WebSocket from "ws";
import { Client } from "./Client.ts";
import { eventually } from "./Parts.ts";

/** A slash as a subscriber is told of it. */
export type ToldSlash = { readonly id: string; readonly blockNumber: string; readonly amount: string };

const SLASH = "id blockNumber amount";
/** The subscriptions of a connection are taken in the order in which they come; this is time enough for the first one. */
const AFTER_MS = 300;
const RETRY_MS = 250;
const MOST_RETRIES = 500;

/**
 * A client that wants every slash, whatever happens to its connection: it subscribes, and after each reconnection asks for
 * what it may have missed, from the last block that it was told of to the one that the index stands at then.
 */
export class LastingSubscriber {
  /** Slashes by id, as the subscription told them. */
  readonly told = new Map<string, ToldSlash>();
  /** Slashes that were asked for after a reconnection, because nobody had told them. */
  readonly asked = new Map<string, ToldSlash>();
  /** Slashes that were told twice. */
  readonly twice: string[] = [];
  /** Errors that came in the place of an event. */
  readonly errors: unknown[] = [];
  /** When it was connected, first and again (performance.now()). */
  readonly connected: number[] = [];
  readonly #ws: WsClient;
  readonly #http: Client;
  #highest: number;
  #catchingUp: Promise<void> = Promise.resolve();

  /** @param from the first block of which it wants to know everything */
  constructor(url: string, from: number) {
    this.#highest = from;
    this.#http = new Client(url);
    this.#ws = createClient({
      url: url.replace(/^http/, "ws"),
      webSocketImpl: WebSocket,
      retryAttempts: MOST_RETRIES,
      shouldRetry: () => true,
      retryWait: () => sleep(RETRY_MS + Math.random() * RETRY_MS),
      on: { connected: () => this.#isConnected() },
    });
    this.#ws.subscribe<{ slashes: ToldSlash }>(
      { query: `subscription { slashes { ${SLASH} } }` },
      {
        next: ({ data, errors }) => (data ? this.#take(data.slashes) : this.errors.push(errors)),
        error: (error) => this.errors.push(error),
        complete: () => {},
      },
    );
  }

  /** How many slashes it knows of. */
  get known(): number {
    return new Set([...this.told.keys(), ...this.asked.keys()]).size;
  }

  /** Waits for what it has asked for because of its reconnections so far. */
  caughtUp(): Promise<void> {
    return this.#catchingUp;
  }

  /** Ends it, once it has caught up. */
  async end(): Promise<void> {
    await this.caughtUp();
    await this.#ws.dispose();
  }

  #take(slash: ToldSlash): void {
    if (this.told.has(slash.id)) this.twice.push(slash.id);
    this.told.set(slash.id, slash);
  }

  #isConnected(): void {
    const after = this.#lastTold();
    this.connected.push(performance.now());
    this.#catchingUp = this.#catchingUp
      .then(() => this.#catchUp(after))
      .catch((error: unknown) => void this.errors.push(error));
  }

  #lastTold(): number {
    this.#highest = Math.max(
      this.#highest,
      ...[...this.told.values()].map(({ blockNumber }) => Number(blockNumber)),
    );
    return this.#highest;
  }

  async #catchUp(after: number): Promise<void> {
    await sleep(AFTER_MS);
    // the API may be gone again, or graph-node away: then it asks again, as for any question
    const slashes = await eventually("what was missed", async () => this.#missed(after, await this.#head()));
    for (const slash of slashes) if (!this.told.has(slash.id)) this.asked.set(slash.id, slash);
  }

  async #missed(after: number, upTo: number): Promise<ToldSlash[]> {
    const where = `where: { blockNumber_gte: ${after}, blockNumber_lte: ${upTo} }`;
    const { slashes } = await this.#http.data<{ slashes: ToldSlash[] }>(
      `{ slashes(first: 1000, orderBy: sequence, block: { number: ${upTo} }, ${where}) { ${SLASH} } }`,
    );
    return slashes;
  }

  /** The block that the index stands at: the first event of a subscription that comes after the other. */
  #head(): Promise<number> {
    return new Promise((resolve, reject) => {
      const stop = this.#ws.subscribe<{ blockIndexed: { blockNumber: number } }>(
        { query: "subscription { blockIndexed { blockNumber } }" },
        {
          next: ({ data }) => {
            if (data) resolve(data.blockIndexed.blockNumber);
            stop();
          },
          error: reject,
          complete: () => {},
        },
      );
    });
  }
}
