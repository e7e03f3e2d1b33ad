import type { Means } from "./Means.ts";
import type { Report } from "./Progress.ts";
import type { HeldPort } from "./ports.ts";
import { inRepository } from "./repository.ts";
import type { Subgraph } from "./Subgraph.ts";
import { waitFor } from "./waitFor.ts";

const START_MS = 60_000;
// It ends within 2 s of a signal.
const GRACE_MS = 2500;

/**
 * Starts the API on the held port of 127.0.0.1 and waits until its /ready answers 200, reporting what it answers before.
 * Returns its URL without a path. Errors: StackError when that does not come within a minute.
 */
export async function startApi(
  { stack, dataDir }: Means,
  { port: held, subgraph, superToken }: { port: HeldPort; subgraph: Subgraph; superToken: string | null },
  report: Report,
): Promise<string> {
  const { port, release } = held;
  const url = `http://127.0.0.1:${port}`;
  await release();
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
      // graphql checks every object with care otherwise
      NODE_ENV: "production",
      ...(superToken === null ? {} : { SUPER_TOKENS: superToken }),
    },
    logFile: dataDir.log("api"),
    stopSignal: "SIGTERM",
    graceMs: GRACE_MS,
  });
  await waitFor(() => isReady(url, report), {
    signal: stack.signal,
    timeoutMs: START_MS,
    everyMs: 200,
    missing: `the API's ${url}/ready did not answer 200`,
    advice: `see ${dataDir.log("api")}`,
  });
  return url;
}

async function isReady(url: string, report: Report): Promise<true | null> {
  try {
    const response = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(5000) });
    if (response.status === 200) return true;
    report(`/ready answers ${response.status}: ${(await response.text()).slice(0, 200)}`);
    return null;
  } catch {
    return null;
  }
}
