import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Running } from "./Running.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const up = [process.execPath, join(root, "cli/src/main.ts"), "up"];

/** How a command ended: its exit code, and all that it printed. */
export interface Exit {
  code: number | null;
  output: string;
}

/** A running `manometer up`, started and stopped the way a user does it. */
export class Stack extends Running {
  readonly dataDir: string;
  readonly #child: ChildProcess;
  readonly #exit: Promise<Exit>;
  #output = "";

  private constructor(child: ChildProcess, dataDir: string) {
    super();
    this.#child = child;
    this.dataDir = dataDir;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
    }
    this.#exit = once(child, "close").then(([code]) => ({
      code: code as number | null,
      output: this.#output,
    }));
  }

  /** A folder of its own below the system's temporary one, which PostgreSQL's user can reach too. */
  static async temporaryFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "manometer-e2e-"));
    await chmod(folder, 0o755);
    return folder;
  }

  /** Starts `manometer up`, or `command`, with these arguments; does not wait for it to be ready. */
  static spawn(args: string[], dataDir: string, command = up): Stack {
    const [program, ...first] = command as [string, ...string[]];
    const child = spawn(program, [...first, "--data-dir", dataDir, ...args], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    return new Stack(child, dataDir);
  }

  /** Starts `manometer up`, or `command`, and waits for its line that begins with `Ready`. */
  static async start(args: string[], dataDir?: string, command = up): Promise<Stack> {
    const stack = Stack.spawn(args, dataDir ?? (await Stack.temporaryFolder()), command);
    await stack.#ready();
    return stack;
  }

  async #ready(): Promise<void> {
    const ready = new Promise<null>((resolve) => {
      this.#child.stdout?.on("data", () => /^Ready\b.*\n/m.test(this.#output) && resolve(null));
    });
    const exit = await Promise.race([ready, this.#exit]);
    if (exit !== null) {
      throw new Error(`manometer up ended with ${exit.code} before it was ready:\n${exit.output}`);
    }
  }

  /** What the command has printed so far. */
  get output(): string {
    return this.#output;
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** How the command ended, once it has. */
  ended(): Promise<Exit> {
    return this.#exit;
  }

  /** Sends a signal (as Ctrl-C does) and waits for the end. */
  async stop(signal: NodeJS.Signals = "SIGINT"): Promise<Exit> {
    this.#child.kill(signal);
    return this.#exit;
  }

  /** Stops the stack and removes its data. */
  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
