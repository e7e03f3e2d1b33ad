import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const GRACE_MS = 20_000;

/** The processes that this command has started, each ended by its own id. */
export class Children {
  readonly #running: { child: ChildProcess; signal: NodeJS.Signals }[] = [];

  /**
   * Starts a Node.js program of the repository and waits for a line of its output that matches; all lines until then.
   * @throws Error with its output where it ends before
   */
  async start(
    args: readonly string[],
    ready: RegExp,
    { env = {}, signal = "SIGTERM" }: { env?: Record<string, string>; signal?: NodeJS.Signals } = {},
  ): Promise<string[]> {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#running.push({ child, signal });
    const lines: string[] = [];
    child.stderr.on("data", (chunk: Buffer) => lines.push(chunk.toString()));
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (!ready.test(line)) continue;
      child.stdout.resume();
      return lines;
    }
    throw new Error(`${args.join(" ")} ended before it was ready:\n${lines.join("\n")}`);
  }

  /** Ends all of them, the newest first, and waits for their ends. */
  async stop(): Promise<void> {
    for (const { child, signal } of this.#running.splice(0).reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, "exit");
      child.kill(signal);
      const late = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
      await ended;
      clearTimeout(late);
    }
  }
}
