import { expect, it } from "vitest";
import { parse } from "yaml";
import { renderManifest } from "./manifest.ts";

const built = `specVersion: 1.4.0
schema:
  file: schema.graphql
dataSources:
  - kind: ethereum/contract
    name: StakeManager
    network: local
    source:
      abi: StakeManager
      address: "0x0000000000000000000000000000000000000000"
      startBlock: 0
    mapping:
      file: StakeManager/StakeManager.wasm
templates:
  - kind: ethereum/contract
    name: SuperfluidPool
    network: local
    source:
      abi: SuperfluidPool
`;
const address = "0x00000000000000000000000000000000000000e1";

it("puts network, address and start block into data sources, and the network into templates", () => {
  const manifest = parse(renderManifest(built, "sepolia", { StakeManager: { address, startBlock: 42 } }));
  expect(manifest.dataSources[0]).toEqual({
    kind: "ethereum/contract",
    name: "StakeManager",
    network: "sepolia",
    source: { abi: "StakeManager", address, startBlock: 42 },
    mapping: { file: "StakeManager/StakeManager.wasm" },
  });
  expect(manifest.templates[0]).toMatchObject({ network: "sepolia", source: { abi: "SuperfluidPool" } });
});

it("keeps an address a text, not the number that it looks like", () => {
  const text = renderManifest(built, "sepolia", { StakeManager: { address, startBlock: 0 } });
  expect(text).toContain(`address: "${address}"`);
});

it("names the contract that has no address", () => {
  expect(() => renderManifest(built, "sepolia", { Pipeline: { address, startBlock: 0 } })).toThrow(
    'the subgraph reads the contract StakeManager, which has no address on the network "sepolia"',
  );
});

it("tells a dialect's context where every contract is", () => {
  const context = "    context:\n      dialect: { type: String, data: other }\n    source:\n";
  const spoken = built.replace("    source:\n", context);
  const sources = { StakeManager: { address, startBlock: 1 }, Pipeline: { address, startBlock: 2 } };
  const [source] = parse(renderManifest(spoken, "sepolia", sources)).dataSources;
  expect(source.context).toEqual({
    dialect: { type: "String", data: "other" },
    StakeManager: { type: "Bytes", data: address },
    Pipeline: { type: "Bytes", data: address },
  });
});
