import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { readFile, readlink } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** How a program is started, always the same. */
export type PartSpec = {
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Receives all that it prints, of every start. */
  readonly logFile: string;
  readonly stopSignal: NodeJS.Signals;
  /** Waits for what has to be there before it is started again. */
  readonly before?: () => Promise<unknown>;
};

/** How long a service manager waits before it starts again what has ended. */
const PAUSE_MS = 300;
/** A part that ends as often as this does not come up by itself. */
const MOST_STARTS = 200;
const STOP_MS = 10_000;

/** A program that is kept running as a service manager keeps it: when it ends, it is started again with the same command. */
export class Part {
  readonly spec: PartSpec;
  #child: ChildProcess | null = null;
  #isWanted = false;
  #starts = 0;

  constructor(spec: PartSpec) {
    this.spec = spec;
  }

  /** What starts a running process once more: command, folder, environment and user. Its socket it opens by itself. */
  static async commandOf(pid: number): Promise<Pick<PartSpec, "command" | "cwd" | "env" | "user">> {
    const read = (file: string) => readFile(`/proc/${pid}/${file}`, "utf8");
    const [command, environ, status] = await Promise.all([read("cmdline"), read("environ"), read("status")]);
    const env = environ.split("\0").filter((line) => line.includes("=") && !line.startsWith("LISTEN_FDS="));
    const id = (name: string) => Number(status.match(new RegExp(`^${name}:\\t(\\d+)`, "m"))?.[1]);
    return {
      command: command.split("\0").filter((word) => word !== ""),
      cwd: await readlink(`/proc/${pid}/cwd`),
      env: Object.fromEntries(env.map((line) => [line.split("=", 1)[0], line.slice(line.indexOf("=") + 1)])),
      ...(process.getuid?.() === 0 && { user: { uid: id("Uid"), gid: id("Gid") } }),
    };
  }

  /** How often it has been started. */
  get starts(): number {
    return this.#starts;
  }

  get isRunning(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Its process now. Throws while there is none. */
  get pid(): number {
    if (!this.isRunning || this.#child?.pid === undefined) throw new Error(`${this.spec.name} does not run`);
    return this.#child.pid;
  }

  /** The last lines that it has printed, but for those that only repeat. */
  async lastLines(count: number, repeats: RegExp): Promise<string> {
    const lines = (await readFile(this.spec.logFile, "utf8")).split("\n");
    return lines
      .filter((line) => !repeats.test(line))
      .slice(-count)
      .join("\n");
  }

  /** Starts it, and from then on again whenever it ends; does not wait for it to answer. */
  start(): void {
    this.#isWanted = true;
    this.#spawn();
  }

  /** Kills it without warning and waits for its end; it is started again after a moment. Throws where it does not run. */
  async kill(): Promise<void> {
    if (!this.isRunning) throw new Error(`${this.spec.name} does not run: there is nothing to kill`);
    await this.#end("SIGKILL");
  }

  /** Stops it for good, in the way that it is meant to be stopped. */
  async stop(): Promise<void> {
    this.#isWanted = false;
    await this.#end(this.spec.stopSignal);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === null || !this.isRunning) return;
    const ended = once(child, "exit");
    child.kill(signal);
    const late = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(late);
  }

  #spawn(): void {
    const { name, command, cwd, env, user, logFile } = this.spec;
    if (++this.#starts > MOST_STARTS) throw new Error(`${name} does not stay up: see ${logFile}`);
    const [program, ...args] = command as [string, ...string[]];
    const log = openSync(logFile, "a");
    this.#child = spawn(program, args, { cwd, env, ...user, stdio: ["ignore", log, log] });
    closeSync(log);
    this.#child.once("exit", () => void this.#again());
  }

  async #again(): Promise<void> {
    await sleep(PAUSE_MS);
    if (this.#isWanted) await this.spec.before?.();
    if (this.#isWanted) this.#spawn();
  }
}
