import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { birth } from "./birth.ts";
import type { Sources } from "./networks.ts";
import { StackError } from "./StackError.ts";

const FILE = "endpoints.json";

/** Where the parts of a running stack answer, and what it indexes. */
export type Endpoints = {
  /** The process that runs the stack. */
  pid: number;
  /** When that process began, which tells it from another one of the same number. */
  birth: string;
  /** graph-node's servers: queries without a path, its status as a GraphQL endpoint, its JSON-RPC. */
  graphNode: { queryUrl: string; statusUrl: string; adminUrl: string };
  postgresPort: number;
  rpc: string;
  /** The chain as graph-node and the manifest name it, the hash of its block 0, and the contracts on it. */
  network: string;
  genesis: string;
  sources: Sources;
};

/** Notes in a data directory, for its owner alone, where the stack of this process answers. */
export function writeEndpoints(folder: string, endpoints: Omit<Endpoints, "pid" | "birth">): void {
  const file = join(folder, FILE);
  const whole: Endpoints = { pid: process.pid, birth: birth(process.pid) ?? "", ...endpoints };
  writeFileSync(`${file}.new`, `${JSON.stringify(whole, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Removes the note: the stack ends. */
export function removeEndpoints(folder: string): void {
  rmSync(join(folder, FILE), { force: true });
}

/** Where the stack of a data directory answers; null when none runs there. */
export function endpointsOf(folder: string): Endpoints | null {
  const file = join(folder, FILE);
  if (!existsSync(file)) return null;
  const endpoints = JSON.parse(readFileSync(file, "utf8")) as Endpoints;
  return birth(endpoints.pid) === endpoints.birth ? endpoints : null;
}

/** The same. Errors: StackError when no stack runs there. */
export function runningEndpoints(folder: string): Endpoints {
  const endpoints = endpointsOf(folder);
  if (endpoints !== null) return endpoints;
  throw new StackError(
    `no stack runs on the data directory ${resolve(folder)}`,
    "start it with manometer up, or name another one with --data-dir",
  );
}
