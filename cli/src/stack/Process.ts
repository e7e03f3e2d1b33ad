import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, fchmodSync, fstatSync, openSync, readSync } from "node:fs";
import type { Server } from "node:net";
import { stripVTControlCharacters } from "node:util";
import { firstLine, StackError } from "./StackError.ts";

const LOG_END_BYTES = 16_384;
const LAST_GRACE_MS = 500;
const PRIVATE = 0o600;

/** A program to run as a part of the stack. */
export type ProcessSpec = {
  /** As a person knows it: "graph-node". */
  name: string;
  command: string;
  args: readonly string[];
  cwd: string;
  /** Added to this process's own environment. */
  env?: Record<string, string>;
  /** A server of ours that the program takes over, as its descriptor 3: its port is never free in between. */
  listener?: Server;
  /** Run as this user instead of ours (only root may). */
  user?: { uid: number; gid: number };
  /** Receives everything the program prints, for its owner alone; begun anew at each start of the stack. */
  logFile: string;
  /** What ends the program in good order. */
  stopSignal: NodeJS.Signals;
  /** How long it may take to end before it is killed. */
  graceMs: number;
  /** What ends the program at once, for one whose children outlive a SIGKILL. */
  killSignal?: NodeJS.Signals;
  /** For a part that the stack can be without for a moment: told when it died and is started again. */
  onRestart?: (text: string) => void;
};

/** How a process ended: one of the two is null. */
export type Exit = { code: number | null; signal: NodeJS.Signals | null };

/**
 * One running child. It leads a process group of its own, so the terminal's Ctrl-C does not reach it and
 * it can be killed together with whatever it started.
 */
export class Process {
  readonly spec: ProcessSpec;
  /** Undefined when the program could not be started. */
  readonly pid: number | undefined;
  /** Resolves when the process has ended; never rejects. */
  readonly exited: Promise<Exit>;
  readonly #child: ChildProcess;
  readonly #spawned: Promise<void>;
  #ended = false;

  /** `isAgain`: its log goes on after what the one before it has printed. */
  constructor(spec: ProcessSpec, isAgain = false) {
    this.spec = spec;
    const log = openSync(spec.logFile, isAgain ? "a" : "w");
    fchmodSync(log, PRIVATE);
    this.#child = spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: { ...process.env, ...spec.env },
      ...spec.user,
      detached: true,
      stdio: ["ignore", log, log, ...(spec.listener ? [descriptorOf(spec.listener)] : [])],
    });
    closeSync(log);
    this.pid = this.#child.pid;
    this.#spawned = new Promise((resolve, reject) => {
      this.#child.once("spawn", resolve);
      this.#child.once("error", reject);
    });
    this.exited = new Promise((resolve) => {
      this.#child.once("exit", (code, signal) => resolve({ code, signal }));
      this.#child.once("error", () => resolve({ code: null, signal: null }));
    });
    void this.exited.then(() => {
      this.#ended = true;
    });
  }

  /** Resolves when the program runs. Errors: StackError when the system refused to start it. */
  async spawned(): Promise<void> {
    try {
      await this.#spawned;
    } catch (error) {
      throw new StackError(
        `${this.spec.name} could not be started: ${firstLine(error)}`,
        `check that ${this.spec.command} exists and may be executed`,
      );
    }
  }

  /** Asks the process to end, waits, kills it after its grace; then kills what is left of its group. */
  async stop(): Promise<void> {
    if (!this.#ended) this.#child.kill(this.spec.stopSignal);
    const timers = [
      setTimeout(() => this.kill(), this.spec.graceMs),
      setTimeout(() => this.kill("SIGKILL"), this.spec.graceMs + LAST_GRACE_MS),
    ];
    await this.exited;
    for (const timer of timers) clearTimeout(timer);
    this.kill("SIGKILL");
  }

  /** Kills the process and all of its group at once. */
  kill(signal: NodeJS.Signals = this.spec.killSignal ?? "SIGKILL"): void {
    if (this.pid === undefined) return;
    try {
      process.kill(-this.pid, signal);
    } catch {
      // Nobody of the group lives any more.
    }
  }

  /** The last lines that the program printed. */
  lastLines(count: number): string[] {
    return stripVTControlCharacters(readEnd(this.spec.logFile).toString("utf8"))
      .split("\n")
      .filter((line) => line.trim() !== "")
      .slice(-count);
  }
}

/** Node.js tells it of no server but in its handle. */
function descriptorOf(server: Server): number {
  return (server as unknown as { _handle: { fd: number } })._handle.fd;
}

function readEnd(file: string): Buffer {
  const log = openSync(file, "r");
  try {
    const { size } = fstatSync(log);
    const end = Buffer.alloc(Math.min(size, LOG_END_BYTES));
    readSync(log, end, 0, end.length, size - end.length);
    return end;
  } finally {
    closeSync(log);
  }
}
