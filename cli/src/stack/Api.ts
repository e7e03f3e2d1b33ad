import type { Means } from "./Means.ts";
import { inRepository } from "./repository.ts";
import type { Subgraph } from "./Subgraph.ts";
import { waitFor } from "./waitFor.ts";

const START_MS = 60_000;
// It ends within 2 s of a signal.
const GRACE_MS = 2500;

/** Starts the API on 127.0.0.1 and waits until its /ready answers 200. Returns its URL without a path. */
export async function startApi(
  { stack, dataDir }: Means,
  { port, subgraph }: { port: number; subgraph: Subgraph },
): Promise<string> {
  const url = `http://127.0.0.1:${port}`;
  await stack.start({
    name: "API",
    command: process.execPath,
    args: [inRepository("api/src/main.ts")],
    cwd: inRepository("api"),
    env: {
      PORT: String(port),
      HOST: "127.0.0.1",
      SUBGRAPH_URL: subgraph.url,
      STATUS_URL: subgraph.statusUrl,
      LOG_LEVEL: "warn",
    },
    logFile: dataDir.log("api"),
    stopSignal: "SIGTERM",
    graceMs: GRACE_MS,
  });
  await waitFor(() => isReady(url), {
    signal: stack.signal,
    timeoutMs: START_MS,
    everyMs: 100,
    missing: `the API's ${url}/ready did not answer 200`,
    advice: `see ${dataDir.log("api")}`,
  });
  return url;
}

async function isReady(url: string): Promise<true | null> {
  try {
    const { status, body } = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(5000) });
    await body?.cancel();
    return status === 200 ? true : null;
  } catch {
    return null;
  }
}
