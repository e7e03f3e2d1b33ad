import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { birth } from "./birth.ts";
import { type Exit, Process, type ProcessSpec } from "./Process.ts";
import { type Entry, ProcessTable } from "./ProcessTable.ts";
import { Restarts } from "./Restarts.ts";
import { firstLine, StackError } from "./StackError.ts";

const LOG_LINES = 10;
const DEATH_MS = 300;

/** How often parts are started again, and who is told what does not end the stack. */
type Habits = { restarts?: Restarts; say?: (text: string) => void };

/**
 * Runs the parts of one stack. `signal` ends every wait: it is aborted when a part dies (its reason is
 * then a StackError that names the part) or when `fail` is called.
 */
export class Supervisor {
  /** Never resolves; rejects with the signal's reason when all is over. */
  readonly over: Promise<never>;
  readonly #failure = new AbortController();
  readonly #running: Process[] = [];
  readonly #table: ProcessTable;
  readonly #guardian: ChildProcess;
  readonly #restarts: Restarts;
  readonly #say: (text: string) => void;
  #isStopping = false;
  #hasSaid = false;

  /** `tableFile`: where to note the running children for the next start, should this one be killed. */
  constructor(tableFile: string, { restarts = new Restarts(), say = console.error }: Habits = {}) {
    this.#restarts = restarts;
    this.#say = say;
    this.over = new Promise((_, reject) => {
      this.signal.addEventListener("abort", () => reject(this.signal.reason));
    });
    this.over.catch(() => undefined);
    this.#table = new ProcessTable(tableFile);
    this.#guardian = spawn(
      process.execPath,
      [fileURLToPath(new URL("guardian.ts", import.meta.url)), tableFile],
      { detached: true, stdio: ["pipe", "ignore", "ignore"] },
    );
    this.#guardian.once("error", (error) => this.fail(error));
  }

  get signal(): AbortSignal {
    return this.#failure.signal;
  }

  /**
   * Starts a part. When it dies the stack is over, unless it may be started again (`onRestart`) and has not
   * died too often. Errors: StackError when it cannot be started; the signal's reason when all is over.
   */
  async start(spec: ProcessSpec, isAgain = false): Promise<void> {
    const child = this.#spawn(spec, isAgain);
    void child.exited.then((exit) => this.#died(child, exit));
    await child.spawned();
  }

  /** Runs a program to its end. Errors: StackError when it cannot be started or fails; the signal's reason. */
  async run(spec: ProcessSpec): Promise<void> {
    const child = this.#spawn(spec);
    await child.spawned();
    const { code, signal } = await this.guard(child.exited);
    if (code === 0) return;
    throw new StackError(
      `${spec.name} failed with ${signal ?? `exit code ${code}`}`,
      `see ${spec.logFile}`,
      child.lastLines(LOG_LINES),
    );
  }

  /** The work's result, unless the signal comes first: then its reason is thrown. */
  async guard<T>(work: Promise<T>): Promise<T> {
    return await Promise.race([work, this.over]);
  }

  /**
   * Why an error came: when a part died, what asked it fails a moment before the death is known, so this
   * waits that moment and prefers the signal's reason.
   */
  async causeOf(error: unknown): Promise<unknown> {
    if (!this.signal.aborted) await sleep(DEATH_MS);
    return this.signal.aborted ? this.signal.reason : error;
  }

  /** Ends every wait with this reason; the first one counts. */
  fail(reason: unknown): void {
    this.#failure.abort(reason);
  }

  /** Stops every part in good order, the last one started first. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const child of [...this.#running].reverse()) await child.stop();
    this.#table.remove();
    await this.#dismissGuardian();
  }

  /** Kills every part at once. */
  kill(): void {
    this.#isStopping = true;
    for (const child of this.#running) child.kill();
  }

  async #dismissGuardian(): Promise<void> {
    const { pid, exitCode, signalCode, stdin } = this.#guardian;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    const ended = once(this.#guardian, "exit");
    stdin?.end();
    await ended;
  }

  #spawn(spec: ProcessSpec, isAgain = false): Process {
    this.signal.throwIfAborted();
    const child = new Process(spec, isAgain);
    this.#running.push(child);
    this.#note();
    void child.exited.then(() => {
      this.#running.splice(this.#running.indexOf(child), 1);
      if (!this.#isStopping) this.#note();
    });
    return child;
  }

  #died(child: Process, { code, signal }: Exit): void {
    const { spec, pid } = child;
    if (this.#isStopping || pid === undefined) return;
    const how = `${spec.name} ended unexpectedly with ${signal ?? `exit code ${code}`}`;
    const delay = spec.onRestart === undefined ? null : this.#restarts.next(spec.name);
    if (delay !== null) {
      spec.onRestart?.(`${how}; it is started again`);
      void this.#restart(child, delay).catch((error: unknown) => this.fail(error));
      return;
    }
    const often = spec.onRestart === undefined ? "" : `, ${Restarts.MOST + 1} times within ten minutes`;
    this.fail(new StackError(`${how}${often}`, `see ${spec.logFile}`, child.lastLines(LOG_LINES)));
  }

  async #restart(child: Process, delay: number): Promise<void> {
    // What is left of its group would keep ports or files from its successor.
    child.kill();
    await sleep(delay);
    if (!this.#isStopping && !this.signal.aborted) await this.start(child.spec, true);
  }

  #note(): void {
    const entries: Entry[] = [];
    for (const { pid, spec } of this.#running) {
      const born = pid === undefined ? null : birth(pid);
      if (pid !== undefined && born !== null) {
        entries.push({ name: spec.name, pid, birth: born, stopSignal: spec.stopSignal });
      }
    }
    try {
      this.#table.write(entries);
    } catch (error) {
      if (!this.#hasSaid) this.#say(unnoted(error));
      this.#hasSaid = true;
    }
  }
}

function unnoted(error: unknown): string {
  const loss = "what a stack leaves behind that is killed now, the next start does not find";
  return `! the running parts cannot be noted: ${firstLine(error)}; ${loss}: make room`;
}
