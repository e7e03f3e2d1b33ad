import { type Address, encodeFunctionData, getContract } from "viem";
import { gdaAbi, superfluidPoolAbi } from "../scripts/artifacts.ts";
import {
  alice,
  bob,
  fixture,
  join,
  publicClient,
  type System,
  source,
  taskType,
  tokens,
  withoutSmoothing,
} from "./fixture.ts";

/** Lets the source stream into a pool (SuperToken wei per second). */
export async function stream(system: System, pool: Address, flowRate: bigint): Promise<void> {
  const { host, framework, superToken } = system;
  const args = [superToken.address, source, pool, flowRate, "0x"] as const;
  const call = encodeFunctionData({ abi: gdaAbi, functionName: "distributeFlow", args });
  await host.write.callAgreement([framework.gda, call, "0x"], { account: source });
}

/** A fresh system whose Alice (capacity 10) and Bob (30) share a stream of the source. */
export async function streaming(flowRate: bigint) {
  const system = await fixture();
  const { pool, superToken, token, framework } = system;
  await withoutSmoothing(system);
  await pool.write.createPool([taskType]);
  await join(system, alice, tokens(100));
  await join(system, bob, tokens(900));
  await pool.write.rebalance([taskType]);

  await token.write.approve([superToken.address, tokens(500_000)], { account: source });
  await superToken.write.upgrade([tokens(500_000)], { account: source });
  const address = await pool.read.getPool([taskType]);
  await stream(system, address, flowRate);
  const shares = getContract({ address, abi: superfluidPoolAbi, client: publicClient });
  const gda = getContract({ address: framework.gda, abi: gdaAbi, client: publicClient });
  return { ...system, shares, gda, adjustment: () => gda.read.getPoolAdjustmentFlowRate([address]) };
}

/** What `streaming` gives. */
export type Streaming = Awaited<ReturnType<typeof streaming>>;
