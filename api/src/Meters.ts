import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Answer, CacheLimits, Served } from "./Answers.ts";
import type { Upstream } from "./context.ts";

/** Names of operations that are told apart; the others count together, so that clients cannot fill the memory. */
const MOST_OPERATIONS = 100;
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];
const STATES = { CLOSED: 0, HALF_OPEN: 0.5, OPEN: 1 } as const;

/** What is told apart of a question to graph-node. */
export type Asked = "subgraph" | "status";

/** What the API measures of itself, for Prometheus. */
export class Meters {
  readonly #registry = new Registry();
  readonly #operations = new Set<string>();
  readonly #requests = new Histogram({
    name: "manometer_request_seconds",
    help: "How long answers took, by operation and by where they are from: HIT, JOINED, MISS (seconds)",
    labelNames: ["operation", "from"] as const,
    buckets: SECONDS,
    registers: [this.#registry],
  });
  readonly #errors = new Counter({
    name: "manometer_errors_total",
    help: "Errors in answers, by their code",
    labelNames: ["code"] as const,
    registers: [this.#registry],
  });
  readonly #upstream = new Histogram({
    name: "manometer_upstream_seconds",
    help: "How long questions to graph-node took, retries included, by endpoint and whether it answered (seconds)",
    labelNames: ["endpoint", "answered"] as const,
    buckets: SECONDS,
    registers: [this.#registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** Counts an answer that took so long (seconds). */
  answered({ answer, from }: Served, seconds: number): void {
    this.#requests.observe({ operation: this.#operation(answer), from }, seconds);
    for (const code of answer.codes ?? ["BAD_REQUEST"]) this.#errors.inc({ code });
  }

  /** Counts the questions to one of graph-node's endpoints. */
  upstream(endpoint: Asked): (isAnswered: boolean, seconds: number) => void {
    return (isAnswered, seconds) =>
      this.#upstream.observe({ endpoint, answered: String(isAnswered) }, seconds);
  }

  /** Reads the rest when it is asked for: breaker, head, cache. */
  watch({ subgraph, head }: Upstream, kept: () => CacheLimits): void {
    const block = () => head.last?.block.number;
    const lag = () => head.last?.lag && Math.max(0, head.last.lag.chainHead - head.last.block.number);
    const state = () => STATES[subgraph.endpoint.breaker.state];
    this.#gauge("manometer_breaker_open", "1 while graph-node does not answer, 0.5 while it is tried", state);
    this.#gauge("manometer_head_block", "Number of the newest indexed block that was seen", block);
    this.#gauge("manometer_lag_blocks", "Chain's head − indexed head (blocks)", lag);
    this.#gauge("manometer_cache_entries", "Answers that are kept in memory", () => kept().entries);
    this.#gauge("manometer_cache_bytes", "Bytes of the answers that are kept in memory", () => kept().bytes);
  }

  /** Reads who subscribes when it is asked for. */
  subscribers(live: { readonly clients: number; readonly subscriptions: number }): void {
    this.#gauge("manometer_live_clients", "Clients that are connected for subscriptions", () => live.clients);
    this.#gauge("manometer_live_subscriptions", "Subscriptions of all clients", () => live.subscriptions);
  }

  /** All figures in Prometheus' text format, and its content type. */
  async text(): Promise<{ readonly text: string; readonly type: string }> {
    return { text: await this.#registry.metrics(), type: this.#registry.contentType };
  }

  #gauge(name: string, help: string, read: () => number | null | undefined): void {
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      collect() {
        const value = read();
        if (value == null) this.remove();
        else this.set(value);
      },
    });
  }

  // A name that was only ever refused would let anyone make up a hundred.
  #operation({ operation, codes }: Answer): string {
    if (operation === null) return "anonymous";
    if (this.#operations.has(operation)) return operation;
    if (codes?.length !== 0 || this.#operations.size >= MOST_OPERATIONS) return "other";
    this.#operations.add(operation);
    return operation;
  }
}
