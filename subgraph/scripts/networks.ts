import { readFileSync } from "node:fs";
import { type Document, isMap, isSeq, parseDocument, type YAMLMap } from "yaml";

/** Where a contract stands, and the first block whose events count. */
export type Source = { address: string; startBlock: number };

/** The contracts of a network by the names of the manifest's data sources. */
export type Sources = Record<string, Source>;

/**
 * The contracts of a network from a file like networks.json. Throws, saying what to do, where the file does not know the
 * network, or does not yet know where one of the contracts is.
 */
export function readNetwork(file: string, network: string): Sources {
  const networks = JSON.parse(readFileSync(file, "utf8")) as Record<string, Record<string, unknown>>;
  const sources = networks[network];
  if (sources === undefined) {
    const known = Object.keys(networks).join(", ");
    throw new Error(
      `${file} knows no network "${network}", only ${known}: name one of them, or add it there under the name that ` +
        "graph-node has for it",
    );
  }
  const missing = Object.entries(sources).flatMap(([name, source]) => (isSource(source) ? [] : [name]));
  if (missing.length > 0) throw new Error(incomplete(file, network, missing));
  return sources as Sources;
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

/** The manifest for a network. Throws where a data source has no contract there. */
export function manifestFor(manifest: string, network: string, sources: Sources): string {
  const document = parseDocument(manifest);
  for (const item of items(document, "dataSources")) {
    const name = String(item.get("name"));
    const source = sources[name];
    if (source === undefined)
      throw new Error(
        `the manifest reads ${name}, of which "${network}" in networks.json says nothing: add it there`,
      );
    item.set("network", network);
    item.setIn(["source", "address"], source.address);
    item.setIn(["source", "startBlock"], source.startBlock);
  }
  for (const template of items(document, "templates")) template.set("network", network);
  return document.toString();
}

function items(document: Document, key: string): YAMLMap[] {
  const list = document.get(key);
  return isSeq(list) ? list.items.filter(isMap) : [];
}
