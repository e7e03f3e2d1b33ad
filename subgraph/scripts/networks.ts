import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { isMap, parseDocument } from "yaml";
import { BLUEPRINT, dialectOf } from "./dialects.ts";
import { itemsOf } from "./spoken.ts";

/** Where a contract stands, and the first block whose events count. */
export type Source = { address: string; startBlock: number };

/** The contracts of a network by the names of the manifest's data sources. */
export type Sources = Record<string, Source>;

/** A network: its contracts, and the dialect that they speak. */
export type Network = { sources: Sources; dialect: string };

/** A file as a command line names it: from the folder that npm was started in, and not from the one it runs us in. */
export function givenFile(file: string): string {
  return resolve(process.env.INIT_CWD ?? "", file);
}

/**
 * A network from a file like networks.json. Throws, saying what to do, where the file does not know the network, does not
 * yet know where one of the contracts is, or names a dialect that there is not.
 */
export function readNetwork(file: string, network: string): Network {
  const networks = JSON.parse(readFileSync(file, "utf8")) as Record<string, Record<string, unknown>>;
  const entry = networks[network];
  if (entry === undefined) {
    const known = Object.keys(networks).join(", ");
    throw new Error(
      `${file} knows no network "${network}", only ${known}: name one of them, or add it there under the name that ` +
        "graph-node has for it",
    );
  }
  const { dialect = BLUEPRINT, ...sources } = entry;
  dialectOf(String(dialect));
  const missing = Object.entries(sources).flatMap(([name, source]) => (isSource(source) ? [] : [name]));
  if (missing.length > 0) throw new Error(incomplete(file, network, missing));
  return { sources: sources as Sources, dialect: String(dialect) };
}

function incomplete(file: string, network: string, missing: readonly string[]): string {
  const [entry] = missing;
  return [
    `${file} does not say where ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} on "${network}".`,
    'Deploy the contracts there with deploy() of contracts/scripts/deploy.ts; what it gives has a part "contracts" of just',
    `this shape: put it under "${network}". By hand, each entry is the contract's address and the block of its deployment`,
    `(for the agreement of Superfluid, which is older, that of our first contract): "${entry}": { "address": "0x…",`,
    '"startBlock": 12345678 }',
  ].join("\n");
}

function isSource(value: unknown): value is Source {
  if (typeof value !== "object" || value === null) return false;
  const { address, startBlock } = value as Partial<Record<keyof Source, unknown>>;
  return (
    typeof address === "string" &&
    /^0x[0-9a-fA-F]{40}$/.test(address) &&
    Number.isSafeInteger(startBlock) &&
    Number(startBlock) >= 0
  );
}

/** The manifest for a network, where its contexts name every contract. Throws where a data source has none there. */
export function manifestFor(manifest: string, network: string, sources: Sources): string {
  const document = parseDocument(manifest);
  for (const item of itemsOf(document, "dataSources")) {
    const name = String(item.get("name"));
    const source = sources[name];
    if (source === undefined)
      throw new Error(
        `the manifest reads ${name}, of which "${network}" in networks.json says nothing: add it there`,
      );
    item.set("network", network);
    item.setIn(["source", "address"], source.address);
    item.setIn(["source", "startBlock"], source.startBlock);
    if (!isMap(item.get("context"))) continue;
    for (const [contract, { address }] of Object.entries(sources))
      item.setIn(["context", contract], { type: "Bytes", data: address });
  }
  for (const template of itemsOf(document, "templates")) template.set("network", network);
  return document.toString();
}
