import { readFileSync } from "node:fs";
import { firstLine, StackError } from "./StackError.ts";

/** Where a contract stands, the block from which on its events are to be read, and their dialect where they have one. */
export type Source = { address: string; startBlock: number; dialect?: string };

/** The contracts of one network by name, as in subgraph/networks.json and in a Deployment. */
export type Sources = Record<string, Source>;

const ADVICE = "correct that entry";

/**
 * The contracts of one network, from a file that has the shape of subgraph/networks.json. Errors:
 * StackError when the file cannot be read, does not know the network, lacks an address, or holds what is none.
 */
export function readNetwork(file: string, network: string): Sources {
  const networks = parse(file);
  const entry = networks[network];
  if (entry === undefined) {
    throw new StackError(
      `the network "${network}" (--network) is not in ${file}, which knows: ${Object.keys(networks).join(", ")}`,
      "name one of those, or add the contracts' addresses there, or give another file with --networks",
    );
  }
  const { dialect, ...contracts } = entry;
  if (dialect !== undefined && typeof dialect !== "string") {
    throw new StackError(
      `${file}: ${network}.dialect is ${JSON.stringify(dialect)}, expected a name`,
      ADVICE,
    );
  }
  checkSources(contracts, { file, network });
  return Object.fromEntries(
    Object.entries(contracts).map(([name, source]) => [name, dialect ? { ...source, dialect } : source]),
  );
}

function checkSources(
  contracts: Record<string, unknown>,
  { file, network }: { file: string; network: string },
): asserts contracts is Sources {
  const entries = Object.entries(contracts);
  const missing = entries.flatMap(([name, source]) => (isUnfilled(source) ? [name] : []));
  if (missing.length > 0) {
    throw new StackError(
      `no contracts are known on the network "${network}": ${file} has no address or start block for ${missing.join(", ")}`,
      `write them there, below "${network}", as "${missing[0]}": { "address": "0x…", "startBlock": 12345678 }; ` +
        "npm run deploy -w contracts does so for contracts that it deploys; or name a file of your own with --networks",
    );
  }
  for (const [name, source] of entries) {
    if (isSource(source)) continue;
    const found = `${file}: ${network}.${name} is ${JSON.stringify(source)}`;
    throw new StackError(`${found}, expected { "address": "0x…", "startBlock": 0 }`, ADVICE);
  }
}

function parse(file: string): Record<string, Record<string, unknown>> {
  try {
    const networks: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (isObject(networks) && Object.values(networks).every(isObject)) {
      return networks as Record<string, Record<string, unknown>>;
    }
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

/** An entry that waits for its address, its start block, or both. */
function isUnfilled(value: unknown): boolean {
  return isObject(value) && (value.address === null || value.startBlock === null);
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
