import { spawn } from "node:child_process";
import { folder } from "./sourceManifest.ts";

/**
 * Runs graph-cli in the subgraph's folder until it ends, or is ended because the signal aborts. Rejects where it fails,
 * having said why by then, and with the signal's reason.
 */
export async function graph(
  args: readonly string[],
  signal: AbortSignal,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  signal.throwIfAborted();
  const child = spawn("graph", args, {
    cwd: folder,
    env,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  signal.addEventListener("abort", () => child.kill());
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once("close", resolve);
    child.once("error", ({ message }) => {
      reject(new Error(`graph could not be started: ${message}; run it through npm run`));
    });
  });
  signal.throwIfAborted();
  if (status !== 0) throw new Error(`graph ${args[0]} failed; the reason stands above`);
}
