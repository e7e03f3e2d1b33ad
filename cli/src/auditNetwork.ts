import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Bundle } from "@manometer/analytics/audit/Bundle";
import type { Contracts } from "@manometer/analytics/audit/Scope";
import type { Network } from "@manometer/auditor/history";
import type { NetworkSource } from "./auditOptions.ts";
import { readNetwork, type Sources } from "./stack/networks.ts";
import { inRepository } from "./stack/repository.ts";
import { firstLine, StackError } from "./stack/StackError.ts";

const DEFAULT_FOLDER = ".manometer";
const NAMES: Readonly<Record<keyof Contracts, string>> = {
  stakeManager: "StakeManager",
  capacityRegistry: "CapacityRegistry",
  backpressurePool: "BackpressurePool",
  escrowBuffer: "EscrowBuffer",
};

/** The contracts to audit, and who named their addresses, in words. */
export type NamedNetwork = Network & { source: string };

/**
 * The addresses of the contracts: those that were asked for, else those of the API's bundle, else those of the local
 * stack in .manometer. Errors: StackError when nobody names them, or names them wrongly.
 */
export function networkFrom(source: NetworkSource, bundle: Bundle | null): NamedNetwork {
  if (source.kind === "network") {
    const file = source.file ?? inRepository("subgraph/networks.json");
    return fromSources(readNetwork(file, source.name), `${file}, ${source.name}`);
  }
  if (source.kind === "unnamed" && bundle !== null) return fromBundle(bundle);
  const file = join(source.kind === "data" ? source.folder : DEFAULT_FOLDER, "deployment.json");
  if (!existsSync(file)) {
    throw new StackError(
      `there is no ${file}, so that nobody says where the contracts are`,
      "name a stack's folder with --data-dir, a network with --network, or an API with --api",
    );
  }
  return fromSources(deployed(file), file);
}

function deployed(file: string): Sources {
  try {
    const { contracts } = JSON.parse(readFileSync(file, "utf8")) as { contracts: Sources };
    return { ...contracts };
  } catch (error) {
    throw new StackError(
      `${file} cannot be read: ${firstLine(error)}`,
      "start the stack anew, or name another folder",
    );
  }
}

function fromSources(sources: Sources, source: string): NamedNetwork {
  const found = Object.entries(NAMES).map(([name, contract]) => {
    const deployment = sources[contract];
    if (deployment?.address === undefined) {
      throw new StackError(`${source} does not say where ${contract} is`, "add its address there");
    }
    return { name, address: deployment.address.toLowerCase(), startBlock: deployment.startBlock };
  });
  const contracts = Object.fromEntries(found.map(({ name, address }) => [name, address]));
  const { dialect } = sources.StakeManager ?? {};
  return {
    contracts: contracts as Contracts,
    startBlock: Math.min(...found.map(({ startBlock }) => startBlock)),
    dialect: dialect === "blueprint" ? undefined : dialect,
    source,
  };
}

function fromBundle({ contracts, scope }: Bundle): NamedNetwork {
  const named = Object.fromEntries(contracts.map(({ name, address }) => [name, address]));
  return { contracts: named as Contracts, startBlock: 0, dialect: scope.dialect, source: "the API" };
}
