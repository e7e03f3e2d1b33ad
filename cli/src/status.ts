import { setTimeout as sleep } from "node:timers/promises";
import { problemsOf, type Verdict, verdictOf } from "./status/problems.ts";
import { readRemote, readStack } from "./status/readStack.ts";
import { render } from "./status/render.ts";
import type { StatusOptions } from "./statusOptions.ts";

type Screen = Pick<NodeJS.WriteStream, "write"> & { isTTY?: boolean };

const EVERY_MS = 2000;
const HOME_AND_CLEAR = "\x1b[H\x1b[2J";

/** Shows how a stack or an API stands, once or until it is interrupted; gives the exit code of what was shown last. */
export async function status(
  { dataDir, api, isJson, isWatching }: StatusOptions,
  out: Screen,
): Promise<Verdict> {
  const stop = isWatching ? interrupted() : null;
  const hasColours = out.isTTY === true && !process.env.NO_COLOR;
  for (;;) {
    const now = await (api === null ? readStack(dataDir) : readRemote(api));
    const whole = { verdict: verdictOf(now), problems: problemsOf(now), ...now };
    const text = isJson ? `${JSON.stringify(whole, null, isWatching ? 0 : 2)}\n` : render(now, hasColours);
    out.write(isWatching && out.isTTY && !isJson ? `${HOME_AND_CLEAR}${text}` : text);
    if (stop === null) return whole.verdict;
    await sleep(EVERY_MS, undefined, { signal: stop }).catch(() => undefined);
    if (stop.aborted) return whole.verdict;
  }
}

function interrupted(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}
