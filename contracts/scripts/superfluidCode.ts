import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Address, getAddress, type Hex, numberToHex } from "viem";
import { superfluidArtifact } from "./artifacts.ts";
import { frameworkParts, link } from "./superfluid.ts";

const file = new URL("../cache/superfluid.txt", import.meta.url);

/** Where Solidity tests put the n-th part of the framework; the last one is its deployer. */
const placeOf = (index: number): Address => getAddress(numberToHex(0x5f00 + index, { size: 20 }));

function erc1820Code(): Hex {
  const require = createRequire(import.meta.url);
  const path = "@superfluid-finance/ethereum-contracts/dev-scripts/artifacts/ERC1820Registry.json";
  return `0x${(require(path) as { bin: string }).bin}`;
}

/**
 * Writes what Solidity tests need to set up the real framework, since its sources cannot be compiled from the package:
 * in the first line the creation code of the ERC-1820 registry, then the linked runtime code of each part.
 */
export function writeSuperfluidCode(): void {
  const places = new Map<string, Address>(frameworkParts.map(([, name], index) => [name, placeOf(index)]));
  const lines = frameworkParts.map(([path, name]) => {
    const artifact = superfluidArtifact(path, name);
    return link(
      name,
      { code: artifact.deployedBytecode, references: artifact.deployedLinkReferences },
      places,
    );
  });
  const text = `${[erc1820Code(), ...lines].join("\n")}\n`;
  mkdirSync(new URL(".", file), { recursive: true });
  if (existing() !== text) writeFileSync(file, text);
}

function existing(): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
