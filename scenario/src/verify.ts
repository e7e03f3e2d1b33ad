import { artifacts, superfluidPoolAbi, testTokenAbi } from "@manometer/contracts/artifacts";
import type { Abi, Address, Hex } from "viem";
import type { Chain } from "./Chain.ts";
import type { Cast } from "./cast.ts";
import type { World } from "./model/World.ts";

/** One value that the model and the chain must agree on. */
type Check = { what: string; expected: unknown; actual: Promise<unknown> };

/** Reads one value of one of our contracts. */
type Read = (
  contract: keyof typeof artifacts,
  functionName: string,
  ...args: readonly unknown[]
) => Promise<unknown>;

type Compared = { world: World; cast: Cast; read: Read; chain: Chain };

function stakeChecks({ world, cast, read, chain }: Compared): Check[] {
  const checks = world.stakes.sinks.flatMap((sink) => [
    {
      what: `${cast.nameOf(sink)}'s stake`,
      expected: world.stakes.of(sink),
      actual: read("StakeManager", "getStake", sink),
    },
    {
      what: `${cast.nameOf(sink)}'s cap`,
      expected: world.stakes.capOf(sink),
      actual: read("StakeManager", "getCapacityCap", sink),
    },
  ]);
  const total = world.stakes.sinks.reduce((sum, sink) => sum + world.stakes.of(sink), 0n);
  const held = balanceOf(chain, chain.deployment.contracts.StakeManager.address);
  return [
    ...checks,
    { what: "the total stake", expected: total, actual: read("StakeManager", "totalStaked") },
    { what: "StakeManager's tokens", expected: total, actual: held },
  ];
}

function pairChecks({ world, cast, read }: Compared, taskType: Hex): Check[] {
  return [...world.registry.task(taskType).pairs.values()].flatMap((pair) => {
    const { sink } = pair;
    const name = cast.nameOf(sink);
    const block = BigInt(pair.pending?.block ?? 0);
    const commitment = read("CapacityRegistry", "commitmentOf", taskType, sink);
    return [
      {
        what: `${name}'s registration`,
        expected: pair.isRegistered,
        actual: read("CapacityRegistry", "isRegistered", taskType, sink),
      },
      {
        what: `${name}'s stored capacity`,
        expected: pair.stored,
        actual: read("CapacityRegistry", "storedCapacity", taskType, sink),
      },
      {
        what: `${name}'s pending commit block`,
        expected: block,
        actual: commitment.then((both) => (both as [Hex, bigint])[1]),
      },
    ];
  });
}

function taskChecks({ world, read }: Compared, taskType: Hex): Check[] {
  const { registry, pools, buffers } = world;
  const { queue, max } = buffers.of(taskType);
  return [
    {
      what: "totalCapacity",
      expected: registry.totalStored(taskType),
      actual: read("CapacityRegistry", "totalCapacity", taskType),
    },
    {
      what: "lastTotalCapacity",
      expected: pools.of(taskType).lastTotal,
      actual: read("BackpressurePool", "lastTotalCapacity", taskType),
    },
    {
      what: "needsRebalance",
      expected: pools.needsRebalance(taskType),
      actual: read("BackpressurePool", "needsRebalance", taskType),
    },
    {
      what: "the buffer's level",
      expected: queue.level,
      actual: read("EscrowBuffer", "bufferLevel", taskType),
    },
    { what: "the buffer's maximum", expected: max, actual: read("EscrowBuffer", "bufferMax", taskType) },
    {
      what: "the queue",
      expected: [queue.head, queue.tail],
      actual: read("EscrowBuffer", "queueOf", taskType),
    },
  ];
}

function unitChecks({ world, cast, chain }: Compared, taskType: Hex): Check[] {
  const pool = { address: chain.poolOf(taskType), abi: superfluidPoolAbi } as const;
  const members = [...world.registry.task(taskType).pairs.keys()].map((sink) => ({
    what: `${cast.nameOf(sink)}'s units`,
    expected: world.pools.of(taskType).units.get(sink) ?? 0n,
    actual: chain.client.readContract({ ...pool, functionName: "getUnits", args: [sink] }),
  }));
  const actual = chain.client.readContract({ ...pool, functionName: "getTotalUnits" });
  return [...members, { what: "the total units", expected: world.pools.totalUnits(taskType), actual }];
}

function remainingChecks({ world, read, chain }: Compared): Check[] {
  const levels = [...world.registry.taskTypes.keys()].map((id) => world.buffers.of(id).queue.level);
  const held = balanceOf(chain, chain.deployment.contracts.EscrowBuffer.address);
  const total = levels.reduce((sum, level) => sum + level, 0n);
  const pipelines = [...world.pipelines.all.keys()].map((id) => ({
    what: "the pipeline's effective capacities",
    expected: world.pipelines.effectiveCapacities(id),
    actual: read("Pipeline", "getEffectiveCapacities", id),
  }));
  return [...pipelines, { what: "EscrowBuffer's tokens", expected: total, actual: held }];
}

function balanceOf({ client, deployment }: Chain, account: Address): Promise<bigint> {
  const { token } = deployment.superfluid;
  return client.readContract({
    address: token,
    abi: testTokenAbi,
    functionName: "balanceOf",
    args: [account],
  });
}

/** Compares the contracts' state with the model's. Throws with every difference; gives the number of values compared. */
export async function requireSameState(chain: Chain, world: World, cast: Cast): Promise<number> {
  const read: Read = (contract, functionName, ...args) => {
    const { abi }: { abi: Abi } = artifacts[contract];
    return chain.client.readContract({
      address: chain.deployment.contracts[contract].address,
      abi,
      functionName,
      args,
    });
  };
  const compared = { world, cast, read, chain };
  const checks = [...stakeChecks(compared), ...remainingChecks(compared)];
  for (const taskType of world.registry.taskTypes.keys()) {
    checks.push(
      ...taskChecks(compared, taskType),
      ...pairChecks(compared, taskType),
      ...unitChecks(compared, taskType),
    );
  }
  const actual = await Promise.all(checks.map((check) => check.actual));
  const differing = checks.flatMap(({ what, expected }, i) =>
    String(expected) === String(actual[i])
      ? []
      : [`${what} is ${String(actual[i])}, the model says ${String(expected)}`],
  );
  if (differing.length > 0) throw new Error(`The chain is not as the model says:\n${differing.join("\n")}`);
  return checks.length;
}
