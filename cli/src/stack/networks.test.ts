import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readNetwork } from "./networks.ts";
import { inRepository } from "./repository.ts";

let root: string;
let file: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "manometer-test-"));
  file = join(root, "networks.json");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it("reads the contracts of one network", () => {
  const contracts = { StakeManager: { address: `0x${"a".repeat(40)}`, startBlock: 12 } };
  writeFileSync(file, JSON.stringify({ sepolia: contracts, mainnet: {} }));
  expect(readNetwork(file, "sepolia")).toEqual(contracts);
});

it("gives each contract the dialect of its network", () => {
  const contract = { address: `0x${"a".repeat(40)}`, startBlock: 12 };
  writeFileSync(file, JSON.stringify({ sepolia: { dialect: "aggregator", Pipeline: contract } }));
  expect(readNetwork(file, "sepolia")).toEqual({ Pipeline: { ...contract, dialect: "aggregator" } });
});

it("says which addresses are missing, and where to write them", () => {
  const contracts = {
    Pipeline: { address: null, startBlock: null },
    StakeManager: { address: `0x${"a".repeat(40)}`, startBlock: null },
    EscrowBuffer: { address: `0x${"b".repeat(40)}`, startBlock: 3 },
  };
  writeFileSync(file, JSON.stringify({ base: contracts }));
  expect(() => readNetwork(file, "base")).toThrow(
    expect.objectContaining({
      message: `no contracts are known on the network "base": ${file} has no address or start block for Pipeline, StakeManager`,
      advice: expect.stringMatching(/write them there, below "base", as "Pipeline": .*--networks/),
    }),
  );
});

it("refuses a dialect that is no name", () => {
  writeFileSync(file, JSON.stringify({ base: { dialect: 7 } }));
  expect(() => readNetwork(file, "base")).toThrow("base.dialect is 7, expected a name");
});

it("knows where the public deployment is, and that base has none", () => {
  const known = inRepository("subgraph/networks.json");
  expect(readNetwork(known, "base-sepolia")).toMatchObject({
    StakeManager: { address: "0x4936822CB9e316ee951Af2204916878acCDD564E", dialect: "aggregator" },
  });
  expect(() => readNetwork(known, "base")).toThrow('no contracts are known on the network "base"');
});

it("names the networks that there are when the one asked for is not there", () => {
  writeFileSync(file, JSON.stringify({ sepolia: {}, mainnet: {} }));
  expect(() => readNetwork(file, "gnosis")).toThrow(
    `the network "gnosis" (--network) is not in ${file}, which knows: sepolia, mainnet`,
  );
});

it("says which file is missing", () => {
  expect(() => readNetwork(file, "sepolia")).toThrow(`the networks file ${file} cannot be read: ENOENT`);
});

it("says that a file is no JSON", () => {
  writeFileSync(file, "sepolia:");
  expect(() => readNetwork(file, "sepolia")).toThrow(/cannot be read: Unexpected token/);
});

it.each([
  ["a short address", { address: "0x12", startBlock: 0 }],
  ["no start block", { address: `0x${"a".repeat(40)}` }],
  ["a fractional start block", { address: `0x${"a".repeat(40)}`, startBlock: 1.5 }],
  ["a bare address", `0x${"a".repeat(40)}`],
])("refuses %s", (_what, contract) => {
  writeFileSync(file, JSON.stringify({ sepolia: { Pipeline: contract } }));
  expect(() => readNetwork(file, "sepolia")).toThrow(/sepolia.Pipeline is .* expected \{ "address"/);
});
