import { type Abi, type Address, encodeDeployData, getAddress, stringToHex } from "viem";
import { artifacts } from "./artifacts.ts";
import type { Clients } from "./chain.ts";
import { capacityPrecision, unitScale } from "./deploy.ts";
import type { Deployment } from "./deployment.ts";

type Contract = keyof typeof artifacts;

/** What each contract's constructor was given, in its order. */
function argumentsOf(
  { contracts, superfluid, treasury }: Deployment,
  owner: Address,
): Record<Contract, unknown[]> {
  const [stakeManager, registry, pool] = [
    contracts.StakeManager.address,
    contracts.CapacityRegistry.address,
    contracts.BackpressurePool.address,
  ];
  return {
    StakeManager: [superfluid.token, treasury, capacityPrecision, owner],
    CapacityRegistry: [stakeManager, owner],
    BackpressurePool: [registry, superfluid.host, superfluid.superToken, treasury, owner],
    EscrowBuffer: [superfluid.token, pool, owner],
    Pipeline: [pool, owner],
  };
}

/** The parameters as a deployment leaves them, the blueprint's constants among them. */
function parametersOf({ contracts, treasury }: Deployment): Record<Contract, Record<string, bigint>> {
  return {
    StakeManager: {
      CAPACITY_PRECISION: capacityPrecision,
      MIN_SINK_STAKE: 100n * 10n ** 18n,
      STAKE_UNIT: 10n ** 18n,
      UNBONDING_DELAY: 0n,
      TREASURY: BigInt(treasury),
      REGISTRY: BigInt(contracts.CapacityRegistry.address),
    },
    CapacityRegistry: { EWMA_ALPHA_BPS: 3000n, COMMIT_TIMEOUT: 20n, MAX_SINKS: 64n },
    BackpressurePool: { REBALANCE_THRESHOLD_BPS: 500n, UNIT_SCALE: unitScale, TREASURY: BigInt(treasury) },
    EscrowBuffer: { DRAIN_RATE_PER_CAPACITY: 0n },
    Pipeline: { MAX_STAGES: 8n },
  };
}

/** The code that a constructor leaves, its immutables filled in: the chain itself works it out. */
async function expectedCode({ publicClient }: Clients, name: Contract, args: unknown[]) {
  const { abi, bytecode } = artifacts[name];
  const { data } = await publicClient.call({ data: encodeDeployData({ abi: abi as Abi, bytecode, args }) });
  return data;
}

async function complaintsOf(clients: Clients, deployment: Deployment, name: Contract): Promise<string[]> {
  const { publicClient, walletClient } = clients;
  const { address } = deployment.contracts[name];
  const args = argumentsOf(deployment, walletClient.account.address)[name];
  const [code, expected] = await Promise.all([
    publicClient.getCode({ address }),
    expectedCode(clients, name, args),
  ]);
  if (code === undefined || code !== expected) {
    return [`the code of ${name} at ${address} is ${code ? "not the compiled one" : "missing"}`];
  }

  const complaints: string[] = [];
  const contract = { address, abi: artifacts.StakeManager.abi } as const;
  for (const [key, value] of Object.entries(parametersOf(deployment)[name])) {
    const param = stringToHex(key, { size: 32 });
    const found = await publicClient.readContract({ ...contract, functionName: "getParam", args: [param] });
    if (found !== value) complaints.push(`${name}.${key} is ${found}, expected ${value}`);
  }
  const owner = await publicClient.readContract({ ...contract, functionName: "owner" });
  const deployer = getAddress(walletClient.account.address);
  if (owner !== deployer) complaints.push(`${name} is owned by ${owner}, expected ${deployer}`);
  return complaints;
}

/**
 * Compares a fresh deployment with what it should be: the five contracts' code, immutables included, their parameters
 * and their owner. Throws with every difference.
 */
export async function verify(clients: Clients, deployment: Deployment): Promise<void> {
  const names = Object.keys(artifacts) as Contract[];
  const complaints = await Promise.all(names.map((name) => complaintsOf(clients, deployment, name)));
  if (complaints.flat().length === 0) return;
  throw new Error(
    `the deployment differs from what it should be; put it right or deploy anew:\n${complaints.flat().join("\n")}`,
  );
}
