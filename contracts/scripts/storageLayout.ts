import { readFileSync } from "node:fs";
import type { artifacts } from "./artifacts.ts";

/** A state variable, or a member of a struct: `slot` counts from the start of what holds it, `offset` is in bytes. */
export type StorageVariable = { label: string; slot: string; offset: number; type: string };

/** A type as the compiler lays it out; `key` and `value` are a mapping's, `members` a struct's, `base` an array's. */
export type StorageType = {
  encoding: string;
  numberOfBytes: string;
  key?: string;
  value?: string;
  members?: StorageVariable[];
  base?: string;
};

/** Where the compiler has put the state variables of a contract, and the types of all that they hold. */
export type StorageLayout = { storage: StorageVariable[]; types: Record<string, StorageType> };

type BuildOutput = {
  output: { contracts: Record<string, Record<string, { storageLayout?: StorageLayout }>> };
};

const folder = new URL("../artifacts/", import.meta.url);
const known = new Map<string, StorageLayout>();

function read<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, folder), "utf8"));
}

/**
 * The compiler's storage layout of a contract, from the output of the build that made its artifact. Throws when the
 * contracts have not been built, or by a build that did not ask for layouts.
 */
export function storageLayout(name: keyof typeof artifacts): StorageLayout {
  const found = known.get(name);
  if (found !== undefined) return found;
  const artifact = read<{ inputSourceName: string; buildInfoId: string }>(`src/${name}.sol/${name}.json`);
  const { output } = read<BuildOutput>(`build-info/${artifact.buildInfoId}.output.json`);
  const layout = output.contracts[artifact.inputSourceName]?.[name]?.storageLayout;
  if (layout === undefined) {
    throw new Error(
      `the build of ${name} in contracts/artifacts holds no storage layout: run "npm run build -w contracts"`,
    );
  }
  known.set(name, layout);
  return layout;
}
