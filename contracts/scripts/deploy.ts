import { type Address, encodeDeployData, getContractAddress, stringToHex } from "viem";
import { artifacts } from "./artifacts.ts";
import { type Clients, type Code, mined, type Progress } from "./chain.ts";
import type { DeployedContract, Deployment } from "./deployment.ts";
import { type Creation, Journal } from "./Journal.ts";
import type { Framework } from "./superfluid.ts";

/** What a deployment depends on. The sender becomes the owner of all five contracts. */
export type DeployOptions = Clients & {
  framework: Framework;
  /** Gets slashed stake and the remainders of streams; must not be a slasher */
  treasury: Address;
  /** The network's name in the subgraph's manifest; `local` when not given */
  network?: string;
  /** What an earlier attempt has done; a new one when not given */
  journal?: Journal;
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
  const reading = { address, abi: artifacts[contract].abi, args: [stringToHex(key, { size: 32 })] } as const;
  if ((await clients.publicClient.readContract({ ...reading, functionName: "getParam" })) === value) return;
  const hash = await clients.walletClient.writeContract({
    address,
    abi: artifacts[contract].abi,
    functionName: "setParam",
    args: [stringToHex(key, { size: 32 }), value],
  });
  await mined(clients, hash, `${contract}.setParam(${key})`);
}

/** The creation that the journal has begun, when it has come to its end. */
async function finished(clients: Clients, name: string, journal: Journal): Promise<Creation | undefined> {
  const begun = journal.creation(name);
  if (!begun) return undefined;
  const { hash } = begun;
  // a transaction that the chain has never heard of was lost, or the chain is another one: nothing to wait for
  const known = hash && (await clients.publicClient.getTransaction({ hash }).catch(() => undefined));
  if (known) await mined(clients, known.hash, `the creation of ${name}`).catch(() => undefined);
  return (await clients.publicClient.getCode({ address: begun.address })) === undefined ? undefined : begun;
}

/** Creates a contract, or gives the one that an earlier attempt has created. */
async function createOnce(clients: Clients, code: Code, journal: Journal): Promise<DeployedContract> {
  const { walletClient, publicClient } = clients;
  let creation = await finished(clients, code.name, journal);
  if (!creation) {
    const from = walletClient.account.address;
    const nonce = await publicClient.getTransactionCount({ address: from, blockTag: "pending" });
    const address = getContractAddress({ from, nonce: BigInt(nonce) });
    creation = { address, startBlock: Number(await publicClient.getBlockNumber({ cacheTime: 0 })) + 1 };
    journal.record(code.name, creation);
    const data = encodeDeployData({ abi: code.abi, bytecode: code.bytecode, args: code.args ?? [] });
    const hash = await walletClient.sendTransaction({ data, nonce });
    journal.record(code.name, { ...creation, hash });
    const receipt = await mined(clients, hash, `the creation of ${code.name}`);
    creation = { address, startBlock: Number(receipt.blockNumber), hash };
    journal.record(code.name, creation);
  }
  return { address: creation.address, startBlock: creation.startBlock };
}

/**
 * Deploys the five contracts in the blueprint's order, joins them, and says where they are. Given the journal of an
 * attempt that has failed, it goes on from there.
 */
export async function deploy(options: DeployOptions): Promise<Deployment> {
  const { walletClient, framework, treasury, network = "local", progress = () => {} } = options;
  const { token, host, superToken } = framework;
  const owner = walletClient.account.address;
  const { journal = Journal.inMemory(walletClient.chain.id, owner) } = options;
  let done = 0;
  const next = (step: string) => progress(done++, 7, step);
  const put = async (name: keyof typeof artifacts, ...args: unknown[]): Promise<DeployedContract> => {
    await next(name);
    return createOnce(options, { name, ...artifacts[name], args }, journal);
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
