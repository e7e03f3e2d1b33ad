import type { Means } from "./Means.ts";
import type { Report } from "./Progress.ts";
import type { HeldPort } from "./ports.ts";
import { inRepository } from "./repository.ts";
import type { Subgraph } from "./Subgraph.ts";
import { readSettings } from "./settings.ts";
import { waitFor } from "./waitFor.ts";

const START_MS = 180_000;
// It ends within 2 s of a signal.
const GRACE_MS = 2500;

/** What a process of the API is started with. */
export type ApiPlan = {
  port: HeldPort;
  subgraph: Subgraph;
  superToken: string | null;
  /** As a person knows it; "API" where it is the only one. */
  name?: string;
  /** Its settings beside those of every API. */
  env?: Record<string, string>;
  /** As in ProcessSpec. */
  onRestart?: (text: string) => void;
};

/**
 * Starts the API on the held port of 127.0.0.1 and waits until its /ready answers 200, reporting what it answers before.
 * Returns its URL without a path. Errors: StackError when that does not come within three minutes.
 */
export async function startApi(
  { stack, dataDir }: Means,
  { port: held, subgraph, superToken, name = "API", env, onRestart }: ApiPlan,
  report: Report,
): Promise<string> {
  const { port, listener, release } = held;
  const url = `http://127.0.0.1:${port}`;
  const logFile = dataDir.log(name.toLowerCase().replaceAll(" ", "-"));
  await stack.start({
    name,
    command: process.execPath,
    args: [inRepository("api/src/main.ts")],
    cwd: inRepository("api"),
    env: {
      ...readSettings("api"),
      ...env,
      PORT: String(port),
      HOST: "127.0.0.1",
      LISTEN_FDS: listener ? "1" : "0",
      SUBGRAPH_URL: subgraph.url,
      STATUS_URL: subgraph.statusUrl,
      ...(superToken === null ? {} : { SUPER_TOKENS: superToken }),
    },
    ...(listener && { listener }),
    ...(onRestart && { onRestart }),
    logFile,
    stopSignal: "SIGTERM",
    graceMs: GRACE_MS,
  });
  await release();
  await untilReady({ url, name, logFile, signal: stack.signal }, report);
  return url;
}

/** What serves the API at a URL without a path: an API, or what stands before some; `logFile` is where it logs. */
export type Served = { url: string; name: string; logFile: string; signal: AbortSignal };

/** Waits until /ready answers 200, reporting what it answers before. Errors: StackError after three minutes. */
export async function untilReady({ url, name, logFile, signal }: Served, report: Report): Promise<void> {
  await waitFor(() => isReady(url, report), {
    signal,
    timeoutMs: START_MS,
    everyMs: 200,
    missing: `${name}: ${url}/ready did not answer 200`,
    advice: `see ${logFile}`,
  });
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
