import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readJson, writeJson } from "./jsonFile.ts";
import { Lock } from "./Lock.ts";
import { type Move, moveAll } from "./moveAll.ts";
import { errorCode, firstLine, StackError } from "./StackError.ts";

const MARKER = "manometer.json";
const MANIFEST = /^manometer-[0-9a-f]{16}(\.new)?$/;
const DRAFT = "draft";
// The record first: without it the rest counts as no index.
const STORED = [
  "postgres.json",
  "postgres",
  "postgres-replica",
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
      rmSync(dataDir.draft, { recursive: true, force: true });
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
    for (const name of storedIn(this.path)) rmSync(this.file(name), { recursive: true, force: true });
    mkdirSync(this.file("logs"), { recursive: true });
  }

  /** A folder in here for a data directory that may take the place of this one; one that was left is gone. */
  get draft(): string {
    return this.file(DRAFT);
  }

  /** Puts what the draft stores in the place of all that is stored here. Errors: a system error; nothing is moved then. */
  takeOver(draft: DataDir): void {
    const before = draft.file("before");
    mkdirSync(before);
    moveAll([
      ...storedIn(this.path).map((name): Move => [this.file(name), join(before, name)]),
      ...storedIn(draft.path)
        .reverse()
        .map((name): Move => [draft.file(name), this.file(name)]),
    ]);
    rmSync(draft.path, { recursive: true });
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
    writeJson(this.file(name), value, mode);
  }

  /** The parsed content of a file in here, or null when there is none. Errors: StackError when it cannot be read. */
  readJson(name: string): unknown {
    return readJson(this.file(name));
  }

  /** Lets another stack use the folder. */
  release(): void {
    this.#lock.release();
  }
}

function storedIn(folder: string): string[] {
  const manifests = readdirSync(folder).filter((name) => isManifest(name));
  return [...STORED, ...manifests].filter((name) => existsSync(join(folder, name)));
}

function checkIsOurs(root: string): void {
  const names = readdirSync(root);
  if (names.length === 0 || names.includes(MARKER)) return;
  throw new StackError(
    `${root} holds other files (${names.slice(0, 3).join(", ")}) and is not a Manometer data directory`,
    "give an empty or new folder with --data-dir",
  );
}
