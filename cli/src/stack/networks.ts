import { readFileSync } from "node:fs";
import { firstLine, StackError } from "./StackError.ts";

/** Where a contract stands, and the block from which on its events are to be read. */
export type Source = { address: string; startBlock: number };

/** The contracts of one network by name, as in subgraph/networks.json and in a Deployment. */
export type Sources = Record<string, Source>;

/**
 * The contracts of one network, from a file that has the shape of subgraph/networks.json. Errors:
 * StackError when the file cannot be read, does not know the network, or holds what is no address.
 */
export function readNetwork(file: string, network: string): Sources {
  const networks = parse(file);
  const sources = networks[network];
  if (sources === undefined) {
    throw new StackError(
      `the network "${network}" (--network) is not in ${file}, which knows: ${Object.keys(networks).join(", ")}`,
      "name one of those, or add the contracts' addresses there, or give another file with --networks",
    );
  }
  for (const [contract, source] of Object.entries(sources as Record<string, unknown>)) {
    if (!isSource(source)) {
      throw new StackError(
        `${file}: ${network}.${contract} is ${JSON.stringify(source)}, expected { "address": "0x…", "startBlock": 0 }`,
        "correct that entry",
      );
    }
  }
  return sources as Sources;
}

function parse(file: string): Record<string, unknown> {
  try {
    const networks: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (isObject(networks) && Object.values(networks).every(isObject)) return networks;
  } catch (error) {
    throw new StackError(
      `the networks file ${file} cannot be read: ${firstLine(error)}`,
      "check --networks: the shape is that of subgraph/networks.json",
    );
  }
  throw new StackError(
    `the networks file ${file} is no object of networks`,
    "write it in the shape of subgraph/networks.json",
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSource(value: unknown): value is Source {
  if (!isObject(value)) return false;
  const { address, startBlock } = value;
  return (
    typeof address === "string" &&
    /^0x[0-9a-fA-F]{40}$/.test(address) &&
    typeof startBlock === "number" &&
    Number.isSafeInteger(startBlock) &&
    startBlock >= 0
  );
}
