import {
  artifacts,
  gdaAbi,
  hostAbi,
  mockArtifacts,
  superTokenAbi,
  testTokenAbi,
} from "@manometer/contracts/artifacts";
import type { Deployment } from "@manometer/contracts/deployment";
import {
  type Abi,
  type Address,
  encodeDeployData,
  encodeFunctionData,
  type Hex,
  stringToHex,
  zeroHash,
} from "viem";
import type { ActKind, ActOf } from "./acts.ts";

/** A transaction without its nonce: who, to whom (null: it creates a contract), what, and the most gas. */
export type Transaction = { from: Address; to: Address | null; data: Hex; gas: number };

/** Where everything is; pools become known as they are created. */
export type Places = { deployment: Deployment; poolOf: (taskType: Hex) => Address };

type Target = keyof typeof artifacts | "host" | "token" | "superToken";
/** `on` is a contract by name, by address, or null for one that is yet to be created. */
type Call = { on: Target | { address: Address } | null; data: Hex; gas: number };

const ABIS: Record<Target, Abi> = {
  StakeManager: artifacts.StakeManager.abi,
  CapacityRegistry: artifacts.CapacityRegistry.abi,
  BackpressurePool: artifacts.BackpressurePool.abi,
  EscrowBuffer: artifacts.EscrowBuffer.abi,
  Pipeline: artifacts.Pipeline.abi,
  host: hostAbi,
  token: testTokenAbi,
  superToken: superTokenAbi,
};

const call = (gas: number, on: Target, name: string, ...args: readonly unknown[]): Call => ({
  on,
  data: encodeFunctionData({ abi: ABIS[on], functionName: name, args }),
  gas,
});

/** The creation of a contract that slashes for its creator. */
function creation({ deployment }: Places): Call {
  const args = [deployment.contracts.StakeManager.address] as const;
  return { on: null, data: encodeDeployData({ ...mockArtifacts.BatchSlasher, args }), gas: 1_000_000 };
}

function throughContract({ slasher, orders }: ActOf<"slashThrough">): Call {
  const list = orders.map(({ evidence, ...order }) => ({ ...order, evidenceHash: evidence ?? zeroHash }));
  const { abi } = mockArtifacts.BatchSlasher;
  const data = encodeFunctionData({ abi, functionName: "slash", args: [list] });
  return { on: { address: slasher }, data, gas: 100_000 + 200_000 * orders.length };
}

/** A call of the GDA, which it takes only through the host. The SuperToken and the sender come first. */
function agreement({ deployment }: Places, name: "distribute" | "distributeFlow", rest: Rest): Call {
  const { contracts, superfluid } = deployment;
  const args = [superfluid.superToken, rest.by, rest.pool, rest.amount, "0x"] as const;
  const data = encodeFunctionData({ abi: gdaAbi, functionName: name, args });
  const gda = contracts.GeneralDistributionAgreementV1.address;
  return call(4_000_000, "host", "callAgreement", gda, data, "0x");
}

type Rest = { by: Address; pool: Address; amount: bigint };

const CALLS: { [K in ActKind]: (act: ActOf<K>, places: Places) => Call } = {
  mint: (act) => call(120_000, "token", "mint", act.to, act.amount),
  transfer: (act) => call(120_000, "token", "transfer", act.to, act.amount),
  approve: (act, places) => call(120_000, "token", "approve", addressOf(places, act.spender), act.amount),
  upgrade: (act) => call(600_000, "superToken", "upgrade", act.amount),
  setParam: (act) => {
    if (act.contract === "GeneralDistributionAgreementV1")
      throw new Error("The GDA has no parameters of ours");
    return call(120_000, act.contract, "setParam", stringToHex(act.key, { size: 32 }), act.value);
  },
  setSlasher: (act) => call(120_000, "StakeManager", "setSlasher", act.slasher, act.authorized),
  stake: (act) => call(250_000, "StakeManager", "stake", act.amount),
  unstake: (act) => call(350_000, "StakeManager", "unstake", act.amount),
  requestUnstake: (act) => call(150_000, "StakeManager", "requestUnstake", act.amount),
  slash: (act) => {
    const plain = [act.sink, act.amount, act.reason];
    return call(
      300_000,
      "StakeManager",
      "slash",
      ...(act.evidence === null ? plain : [...plain, act.evidence]),
    );
  },
  createSlasher: (_act, places) => creation(places),
  slashThrough: throughContract,
  registerTaskType: (act) =>
    call(150_000, "CapacityRegistry", "registerTaskType", act.taskType, act.minStake),
  registerSink: (act) => call(400_000, "CapacityRegistry", "registerSink", act.taskType, act.capacity),
  deregisterSink: (act) => call(300_000, "CapacityRegistry", "deregisterSink", act.taskType),
  commit: (act) => call(150_000, "CapacityRegistry", "commitCapacity", act.taskType, act.hash),
  reveal: (act) => call(250_000, "CapacityRegistry", "revealCapacity", act.taskType, act.capacity, act.nonce),
  sync: (act) => call(200_000, "CapacityRegistry", "sync", act.taskType, act.sink),
  createPool: (act) => call(3_000_000, "BackpressurePool", "createPool", act.taskType),
  rebalance: (act) => call(5_000_000, "BackpressurePool", "rebalance", act.taskType),
  stream: (act, places) =>
    agreement(places, "distributeFlow", { by: act.by, pool: places.poolOf(act.taskType), amount: act.rate }),
  distribute: (act, places) =>
    agreement(places, "distribute", { by: act.by, pool: places.poolOf(act.taskType), amount: act.amount }),
  setBufferMax: (act) => call(120_000, "EscrowBuffer", "setBufferMax", act.taskType, act.max),
  deposit: (act) => call(300_000, "EscrowBuffer", "deposit", act.taskType, act.amount),
  depositUpTo: (act) => call(300_000, "EscrowBuffer", "depositUpTo", act.taskType, act.amount),
  drain: (act) => call(2_000_000, "EscrowBuffer", "drain", act.taskType),
  createPipeline: (act) => call(500_000, "Pipeline", "createPipeline", act.stages),
  rebalancePipeline: (act) => call(14_000_000, "Pipeline", "rebalancePipeline", act.pipelineId),
};

function addressOf({ deployment }: Places, target: Target): Address {
  if (target === "host" || target === "token" || target === "superToken")
    return deployment.superfluid[target];
  return deployment.contracts[target].address;
}

/** The transaction that plays an act on the chain. */
export function transactionOf<K extends ActKind>(act: ActOf<K>, places: Places): Transaction {
  const { on, data, gas } = CALLS[act.kind](act, places);
  const to = on === null ? null : typeof on === "object" ? on.address : addressOf(places, on);
  return { from: act.by, to, data, gas };
}
