import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseDocument } from "yaml";
import { eventOf, withEvent } from "./declaration.ts";
import { DIALECTS, type Dialect, dialectOf } from "./dialects.ts";
import { manifestFor, type Network } from "./networks.ts";
import { itemsOf, spoken } from "./spoken.ts";

/** The folder of the subgraph. */
export const folder = fileURLToPath(new URL("..", import.meta.url));

/**
 * Writes the manifest for a network beside subgraph.yaml, because paths in a manifest are relative to where it lies, gives
 * its name to `use`, and removes it when that has ended. Rejects as `use` does.
 */
export async function withSourceManifest<T>(
  name: string,
  { sources, dialect: spokenAs }: Network,
  use: (manifest: string) => Promise<T>,
): Promise<T> {
  const written = readFileSync(join(folder, "subgraph.yaml"), "utf8");
  const dialect = dialectOf(spokenAs);
  const abis = join(folder, "generated", spokenAs);
  const manifest = dialect === null ? written : spokenSource(written, { name: spokenAs, dialect }, abis);
  const file = `subgraph.${name}.yaml`;
  writeFileSync(join(folder, file), manifestFor(manifest, name, sources));
  try {
    return await use(file);
  } finally {
    rmSync(join(folder, file));
  }
}

function spokenSource(written: string, told: { name: string; dialect: Dialect }, abis: string): string {
  mkdirSync(abis, { recursive: true });
  const fileOf = (contract: string) => join(abis, `${contract}.json`);
  for (const [contract, declarations] of Object.entries(told.dialect.events)) {
    writeAbi(abiOf(written, contract), declarations, fileOf(contract));
  }
  return spoken(written, told, (contract) => `./${relative(folder, fileOf(contract))}`);
}

/** Writes, into what graph build has built, a manifest and the ABIs of each dialect: `subgraph.<dialect>.yaml` and so on. */
export function buildDialects(build: string): void {
  const built = readFileSync(join(build, "subgraph.yaml"), "utf8");
  for (const [name, dialect] of Object.entries(DIALECTS)) {
    const fileOf = (contract: string) => join(contract, `${contract}.${name}.json`);
    for (const [contract, declarations] of Object.entries(dialect.events)) {
      writeAbi(join(build, contract, `${contract}.json`), declarations, join(build, fileOf(contract)));
    }
    writeFileSync(join(build, `subgraph.${name}.yaml`), spoken(built, { name, dialect }, fileOf));
  }
}

function abiOf(manifest: string, contract: string): string {
  const source = itemsOf(parseDocument(manifest), "dataSources").find(
    (item) => item.get("name") === contract,
  );
  const abi = source && itemsOf(source, "mapping", "abis").find((item) => item.get("name") === contract);
  if (abi === undefined) throw new Error(`the manifest names no ABI of ${contract}`);
  return join(folder, String(abi.get("file")));
}

/** An ABI is a list, or what a compiler has written about a contract. */
function writeAbi(from: string, declarations: Dialect["events"][string], to: string): void {
  const read = JSON.parse(readFileSync(from, "utf8")) as unknown[] | { abi: unknown[] };
  const abi = Array.isArray(read) ? read : read.abi;
  const told = declarations.map(eventOf).reduce(withEvent, abi);
  writeFileSync(to, `${JSON.stringify(told, null, 2)}\n`);
}
