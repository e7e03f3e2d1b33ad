import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Lock } from "./Lock.ts";
import { errorCode, firstLine, StackError } from "./StackError.ts";

const MARKER = "manometer.json";
const MANIFEST = /^manometer-[0-9a-f]{16}(\.new)?$/;
const STORED = [
  "postgres",
  "postgres-replica",
  "postgres.json",
  "placeholder",
  "subgraph",
  "logs",
  "expected.json",
  "deployment.json",
  "chain.json",
  "endpoints.json",
];

/** Whether a file of a data directory is the manifest of a deployment. */
export function isManifest(name: string): boolean {
  return MANIFEST.test(name);
}

/** The folder that holds all that one stack stores, locked while the stack runs. */
export class DataDir {
  readonly path: string;
  readonly #lock: Lock;

  private constructor(path: string, lock: Lock) {
    this.path = path;
    this.#lock = lock;
  }

  /**
   * Opens or creates the folder. Errors: StackError when a running stack has it, when it holds files that
   * are not ours, or when it cannot be written.
   */
  static open(path: string): DataDir {
    const root = resolve(path);
    try {
      mkdirSync(root, { recursive: true });
      checkIsOurs(root);
      const dataDir = new DataDir(root, Lock.acquire(join(root, "lock")));
      writeFileSync(dataDir.file(MARKER), '{ "data": "manometer", "version": 1 }\n');
      mkdirSync(dataDir.file("logs"), { recursive: true });
      return dataDir;
    } catch (error) {
      if (errorCode(error) === null) throw error;
      throw new StackError(
        `the data directory ${root} cannot be used: ${firstLine(error)}`,
        "give a folder that you may write with --data-dir",
      );
    }
  }

  /** Removes all that earlier stacks stored here. */
  forget(): void {
    const manifests = readdirSync(this.path).filter((name) => isManifest(name));
    for (const name of [...STORED, ...manifests]) rmSync(this.file(name), { recursive: true, force: true });
    mkdirSync(this.file("logs"), { recursive: true });
  }

  /** The path of a file or folder in here. */
  file(...names: string[]): string {
    return join(this.path, ...names);
  }

  /** The log file of one part: "graph-node" writes logs/graph-node.log. */
  log(part: string): string {
    return this.file("logs", `${part}.log`);
  }

  writeJson(name: string, value: unknown, mode = 0o644): void {
    writeFileSync(this.file(name), `${JSON.stringify(value, null, 2)}\n`, { mode });
  }

  /** The parsed content of a file in here, or null when there is none. */
  readJson(name: string): unknown {
    return existsSync(this.file(name)) ? JSON.parse(readFileSync(this.file(name), "utf8")) : null;
  }

  /** Lets another stack use the folder. */
  release(): void {
    this.#lock.release();
  }
}

function checkIsOurs(root: string): void {
  const names = readdirSync(root);
  if (names.length === 0 || names.includes(MARKER)) return;
  throw new StackError(
    `${root} holds other files (${names.slice(0, 3).join(", ")}) and is not a Manometer data directory`,
    "give an empty or new folder with --data-dir",
  );
}
