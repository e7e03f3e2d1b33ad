import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const GRACE_MS = 20_000;

/** The processes that this command has started, each ended by its own id. */
export class Children {
  readonly #running: { child: ChildProcess; signal: NodeJS.Signals }[] = [];
  readonly #folders: string[] = [];
  #stopping: Promise<void> | undefined;

  /** A new folder below the system's temporary one, which PostgreSQL's user can reach too; removed in the end. */
  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "manometer-bench-"));
    this.#folders.push(folder);
    await chmod(folder, 0o755);
    return folder;
  }

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

  /** Ends all of them, the newest first, waits for their ends, and removes their folders. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  async #stopAll(): Promise<void> {
    for (const { child, signal } of this.#running.splice(0).reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, "exit");
      child.kill(signal);
      const late = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
      await ended;
      clearTimeout(late);
    }
    for (const folder of this.#folders.splice(0)) await rm(folder, { recursive: true, force: true });
  }
}
