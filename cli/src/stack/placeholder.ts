import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";

const MANIFEST = "subgraph.yaml";
// The header of a WebAssembly module without any content.
const EMPTY_MODULE = Buffer.from([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);

/**
 * Writes the subgraph that gnd insists on being started with, and drops and indexes again at every start:
 * it follows one contract that does not exist and ends at block 1. Ours is deployed by name instead, which
 * is what makes it resume. Returns the name of the manifest for gnd's --manifests.
 */
export function writePlaceholder(folder: string, network: string): string {
  const build = join(folder, "build");
  mkdirSync(build, { recursive: true });
  const manifest = stringify(placeholder(network));
  // gnd checks that the source exists and reads the one below build/.
  for (const place of [folder, build]) writeFileSync(join(place, MANIFEST), manifest);
  writeFileSync(join(build, "schema.graphql"), "type Nothing @entity(immutable: true) {\n  id: Bytes!\n}\n");
  writeFileSync(join(build, "mapping.wasm"), EMPTY_MODULE);
  writeFileSync(
    join(build, "abi.json"),
    JSON.stringify([{ type: "event", name: "Never", anonymous: false, inputs: [] }]),
  );
  return MANIFEST;
}

function placeholder(network: string): unknown {
  return {
    specVersion: "1.0.0",
    schema: { file: "./schema.graphql" },
    dataSources: [
      {
        kind: "ethereum/contract",
        name: "Nothing",
        network,
        source: {
          address: `0x${"0".repeat(39)}1`,
          abi: "Nothing",
          startBlock: 0,
          endBlock: 1,
        },
        mapping: {
          kind: "ethereum/events",
          apiVersion: "0.0.9",
          language: "wasm/assemblyscript",
          file: "./mapping.wasm",
          entities: ["Nothing"],
          abis: [{ name: "Nothing", file: "./abi.json" }],
          eventHandlers: [{ event: "Never()", handler: "handleNever" }],
        },
      },
    ],
  };
}
