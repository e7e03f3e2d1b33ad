import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readNetwork } from "./networks.ts";

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
