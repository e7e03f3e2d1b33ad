import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
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

/**
 * The parsed content of a file of a data directory, or null when there is none. Errors: StackError when it cannot be
 * read.
 */
export function readJson(file: string): unknown {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw unreadable(file, firstLine(error));
  }
}

/** The error of a file of a data directory that does not hold what it should. */
export function unreadable(file: string, reason: string): StackError {
  return new StackError(
    `${file} cannot be read: ${reason}`,
    "put a backup in the place of this index with manometer restore --force, or begin anew with manometer up --fresh",
  );
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

  /** Writes a file in here, which is the old one or the new one at every moment. */
  writeJson(name: string, value: unknown, mode = 0o644): void {
    const draft = this.file(`${name}.new`);
    rmSync(draft, { force: true });
    writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode, flush: true });
    renameSync(draft, this.file(name));
  }

  /** The parsed content of a file in here, or null when there is none. Errors: as above. */
  readJson(name: string): unknown {
    return readJson(this.file(name));
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
