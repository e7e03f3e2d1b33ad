import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const up = [process.execPath, join(root, "cli/src/main.ts"), "up"];

/** How a command ended: its exit code, and all that it printed. */
export interface Exit {
  code: number | null;
  output: string;
}

/** A running `manometer up`, started and stopped the way a user does it. */
export class Stack {
  readonly dataDir: string;
  readonly #child: ChildProcess;
  readonly #exit: Promise<Exit>;
  #output = "";
  #url: string | undefined;

  private constructor(child: ChildProcess, dataDir: string) {
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
    const lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream });
    for await (const line of lines) {
      if (!line.startsWith("Ready")) continue;
      this.#url = line.match(/http:\/\/127\.0\.0\.1:\d+\/graphql/)?.[0];
      return;
    }
    const { code, output } = await this.#exit;
    throw new Error(`manometer up ended with ${code} before it was ready:\n${output}`);
  }

  /** The GraphQL endpoint that the `Ready` line named. */
  get url(): string {
    if (this.#url === undefined) throw new Error(`No URL in the Ready line:\n${this.#output}`);
    return this.#url;
  }

  /** What the command has printed so far. */
  get output(): string {
    return this.#output;
  }

  /** Seconds from the subgraph's deployment to the chain's head, as the command says. */
  get indexSeconds(): number {
    const seconds = Number(this.#output.match(/✓ Index\b.*\((\d+\.\d) s\)/)?.[1]);
    if (seconds > 0) return seconds;
    throw new Error(`manometer up does not say how long the index took:\n${this.#output}`);
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** A file that the stack has written into its data folder, parsed. */
  async json<T>(name: string): Promise<T> {
    return JSON.parse(await readFile(join(this.dataDir, name), "utf8")) as T;
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
