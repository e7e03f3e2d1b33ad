import { join } from "node:path";
import { Part } from "./Part.ts";
import { freePort } from "./places.ts";
import type { Stack } from "./Stack.ts";

/** More processes of the API beside a stack's, as its own is started but for their ports and `settings`; not started. */
export async function apiParts(
  stack: Stack,
  count: number,
  settings: Record<string, string> = {},
): Promise<{ part: Part; port: number }[]> {
  const running = await stack.json<{ name: string; pid: number }[]>("processes.json");
  const pid = running.find(({ name }) => name === "API")?.pid;
  if (pid === undefined) throw new Error("The stack runs no API");
  const { env, ...rest } = await Part.commandOf(pid);
  const parts = Array.from({ length: count }, async (_, index) => {
    const port = await freePort();
    const name = `API ${index + 1}`;
    const logFile = join(stack.dataDir, "logs", `api-${index + 1}.log`);
    const own = { ...env, ...settings, PORT: String(port) };
    return { part: new Part({ ...rest, name, env: own, logFile, stopSignal: "SIGTERM" }), port };
  });
  return Promise.all(parts);
}

/** Whether the API at a port says that it can answer; null while it does not. */
export async function isReady(port: number): Promise<true | null> {
  const { ok } = await fetch(`http://127.0.0.1:${port}/ready`);
  return ok || null;
}
