import autocannon from "autocannon";
import { type Cpu, type CpuTimes, perRequest } from "./CpuTimes.ts";

/** What a client asks: a GraphQL request over HTTP. */
export type Ask = { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> };

/** How a trial asks: where, over how many connections, for how long, and what the next request asks. */
export type Trial = {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  readonly next: () => Ask;
  /** Reads the processor time used so far; null where the stack is not ours. */
  readonly cpu: CpuTimes | null;
};

/** What a trial has shown of its good answers; times in milliseconds. */
export type Figures = {
  readonly requestsPerSecond: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly requests: number;
  /** Milliseconds of processor time that a request took of each part of the stack; null where the stack is not ours. */
  readonly cpu: Cpu | null;
  /** Answers that are no 200 or hold errors, and requests without an answer. */
  readonly errors: number;
};

/** Slow questions are asked on until there are so many answers, each connection's and in all, but no longer than a minute. */
const LEAST_ROUNDS = 3;
const LEAST_ANSWERS = 40;
const MOST_SECONDS = 60;

/** Asks for a while without counting, so that code is compiled and pools are filled, then asks and counts. */
export async function measure(trial: Trial): Promise<Figures> {
  await fire({ ...trial, seconds: Math.max(1, trial.seconds / 3) });
  const figures = await fire(trial);
  const least = Math.max(LEAST_ANSWERS, LEAST_ROUNDS * trial.connections);
  return figures.requests >= least ? figures : fire({ ...trial, seconds: MOST_SECONDS }, least);
}

async function fire({ url, connections, seconds, next, cpu }: Trial, amount?: number): Promise<Figures> {
  const times: number[] = [];
  let isGood = false;
  let refused = 0;
  const before = cpu?.now();
  const begun = performance.now();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const options: autocannon.Options = {
      url,
      connections,
      duration: seconds,
      timeout: MOST_SECONDS,
      method: "POST",
      headers: { "content-type": "application/json" },
      requests: [
        {
          setupRequest: (request) => ({ ...request, body: JSON.stringify(next()) }),
          onResponse: (status, body) => {
            isGood = status === 200 && !body.includes('"errors":');
          },
        },
      ],
      ...(amount === undefined ? {} : { amount }),
    };
    const running = autocannon(options, (error: unknown, found) => (error ? reject(error) : resolve(found)));
    // Comes right after onResponse, which alone sees the body. How fast a server refuses is no figure.
    running.on("response", (_client, _status, _bytes, time) => {
      if (isGood) times.push(time);
      else refused += 1;
    });
    if (amount !== undefined) setTimeout(() => running.stop(), seconds * 1000).unref();
  });
  const elapsed = (performance.now() - begun) / 1000;
  const after = cpu?.now();
  times.sort((a, b) => a - b);
  return {
    requestsPerSecond: times.length / elapsed,
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    p99: quantile(times, 0.99),
    requests: times.length,
    cpu: before && after ? perRequest(before, after, times.length) : null,
    errors: result.errors + refused,
  };
}

/** The smallest of some sorted values that a share of them does not exceed; null of none. */
export function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}
