import { type Address, stringToHex } from "viem";
import { artifacts } from "./artifacts.ts";
import { type Clients, create, mined, type Progress } from "./chain.ts";
import type { DeployedContract, Deployment } from "./deployment.ts";
import type { Framework } from "./superfluid.ts";

/** What a deployment depends on. The sender becomes the owner of all five contracts. */
export type DeployOptions = Clients & {
  framework: Framework;
  /** Gets slashed stake and the remainders of streams; must not be a slasher */
  treasury: Address;
  /** The network's name in the subgraph's manifest; `local` when not given */
  network?: string;
  progress?: Progress;
};

/** Units of capacity per √token: fine enough that a floored EWMA reaches its target. */
export const capacityPrecision = 10n ** 9n;

/** Pool units in total: few enough that a stream of a fraction of a token per second is not floored to nothing. */
export const unitScale = 10n ** 9n;

type Parameter = {
  contract: "StakeManager" | "BackpressurePool";
  address: Address;
  key: string;
  value: bigint;
};

async function setParam(clients: Clients, parameter: Parameter): Promise<void> {
  const { contract, address, key, value } = parameter;
  const hash = await clients.walletClient.writeContract({
    address,
    abi: artifacts[contract].abi,
    functionName: "setParam",
    args: [stringToHex(key, { size: 32 }), value],
  });
  await mined(clients, hash, `${contract}.setParam(${key})`);
}

/** Deploys the five contracts in the blueprint's order, joins them, and says where they are. */
export async function deploy(options: DeployOptions): Promise<Deployment> {
  const { walletClient, framework, treasury, network = "local", progress = () => {} } = options;
  const { token, host, superToken } = framework;
  const owner = walletClient.account.address;
  let done = 0;
  const next = (step: string) => progress(done++, 7, step);
  const put = async (name: keyof typeof artifacts, ...args: unknown[]): Promise<DeployedContract> => {
    await next(name);
    return create(options, { name, ...artifacts[name], args });
  };

  const StakeManager = await put("StakeManager", token, treasury, capacityPrecision, owner);
  const CapacityRegistry = await put("CapacityRegistry", StakeManager.address, owner);
  const registry = CapacityRegistry.address;
  const BackpressurePool = await put("BackpressurePool", registry, host, superToken, treasury, owner);
  const pool = BackpressurePool.address;
  const EscrowBuffer = await put("EscrowBuffer", token, pool, owner);
  const Pipeline = await put("Pipeline", pool, owner);

  await next("StakeManager.REGISTRY");
  const stakeManager = { contract: "StakeManager", address: StakeManager.address } as const;
  await setParam(options, { ...stakeManager, key: "REGISTRY", value: BigInt(registry) });
  await next("BackpressurePool.UNIT_SCALE");
  await setParam(options, {
    contract: "BackpressurePool",
    address: pool,
    key: "UNIT_SCALE",
    value: unitScale,
  });

  // no pool of the agreement is ours before our contract exists
  const GeneralDistributionAgreementV1 = { address: framework.gda, startBlock: BackpressurePool.startBlock };
  return {
    network,
    chainId: walletClient.chain.id,
    contracts: {
      StakeManager,
      CapacityRegistry,
      BackpressurePool,
      EscrowBuffer,
      Pipeline,
      GeneralDistributionAgreementV1,
    },
    superfluid: { host, superToken, token },
    treasury,
  };
}
