import { type Document, isMap, isSeq, parseDocument, type YAMLMap } from "yaml";
import type { Sources } from "./networks.ts";
import { StackError } from "./StackError.ts";

/**
 * The manifest of the built subgraph, for one chain: every data source gets the network, the address and
 * the start block of the contract of its name, every template the network, every context of a dialect the
 * contracts. Errors: StackError when a data source has no contract.
 */
export function renderManifest(built: string, network: string, sources: Sources): string {
  const manifest = parseDocument(built);
  for (const source of list(manifest, "dataSources")) {
    const name = String(source.get("name"));
    const contract = sources[name];
    if (contract === undefined) {
      throw new StackError(
        `the subgraph reads the contract ${name}, which has no address on the network "${network}"`,
        `add ${name} with its address and startBlock, beside ${Object.keys(sources).join(", ")}`,
      );
    }
    source.set("network", network);
    source.setIn(["source", "address"], contract.address);
    source.setIn(["source", "startBlock"], contract.startBlock);
    if (isMap(source.get("context"))) nameContracts(source, sources);
  }
  for (const template of list(manifest, "templates")) template.set("network", network);
  return manifest.toString();
}

/** A dialect's context names every contract: its mappings cannot know the others' addresses otherwise. */
function nameContracts(source: YAMLMap, sources: Sources): void {
  for (const [name, { address }] of Object.entries(sources))
    source.setIn(["context", name], { type: "Bytes", data: address });
}

function list(manifest: Document, key: string): YAMLMap[] {
  const items = manifest.get(key);
  return isSeq(items) ? items.items.filter(isMap) : [];
}
