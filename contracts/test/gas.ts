import type { Hex } from "viem";
import type {} from "../artifacts/src/mocks/BareSuperfluid.sol/artifacts.d.ts";
import type { Gas } from "../scripts/gasTable.ts";
import {
  account,
  alice,
  bytes32,
  capacity,
  commit,
  fixture,
  join,
  nonce,
  publicClient,
  reason,
  type System,
  slasher,
  source,
  taskType,
  tokens,
  viem,
} from "./fixture.ts";
import { stream } from "./streaming.ts";

const firstMember = BigInt(`0x${"55".repeat(20)}`);

async function gasOf(transaction: Promise<Hex>): Promise<number> {
  return Number((await publicClient.getTransactionReceipt({ hash: await transaction })).gasUsed);
}

/** The accounts that nobody else in the fixture uses. */
const sinks = (count: number) => Array.from({ length: count }, (_, index) => account(20 + index));

/** Gives each sink its tokens and its place, so that the next rebalance changes all of them. */
async function joinAll(system: System, count: number): Promise<void> {
  const { token, stakeManager } = system;
  for (const sink of sinks(count)) {
    await token.write.mint([sink, tokens(1000)]);
    await token.write.approve([stakeManager.address, tokens(1000)], { account: sink });
    await join(system, sink, tokens(100));
  }
}

async function streamInto(system: System, pool: Hex): Promise<void> {
  const { token, superToken } = system;
  await token.write.approve([superToken.address, tokens(100_000)], { account: source });
  await superToken.write.upgrade([tokens(100_000)], { account: source });
  await stream(system, pool, tokens(1) / 7n);
}

/** Stakes and signals of a sink that has done each of them before. */
async function ofSinks(): Promise<Gas> {
  const system = await fixture();
  const { stakeManager, registry } = system;
  const asAlice = { account: alice };
  await join(system, alice, tokens(400));
  const stake = await gasOf(stakeManager.write.stake([tokens(100)], asAlice));
  const unstake = await gasOf(stakeManager.write.unstake([tokens(50)], asAlice));
  await commit(system, alice, capacity(10));
  await registry.write.revealCapacity([taskType, capacity(10), nonce], asAlice);
  const hash = await registry.read.hashCommitment([taskType, alice, capacity(12), nonce]);
  const again = await gasOf(registry.write.commitCapacity([taskType, hash], asAlice));
  const reveal = await gasOf(registry.write.revealCapacity([taskType, capacity(12), nonce], asAlice));
  await stakeManager.write.slash([alice, tokens(1), reason], { account: slasher });
  const slash = await gasOf(stakeManager.write.slash([alice, tokens(1), reason], { account: slasher }));
  return { commit: again, reveal, stake, unstake, slash };
}

/** A sink's first commitment, which writes where nothing was. */
async function ofFirstCommit(): Promise<Gas> {
  const system = await fixture();
  await join(system, alice, tokens(400));
  const hash = await system.registry.read.hashCommitment([taskType, alice, capacity(10), nonce]);
  const transaction = system.registry.write.commitCapacity([taskType, hash], { account: alice });
  return { "commit, the first": await gasOf(transaction) };
}

/** A rebalance that changes the units of `count` members, with nothing flowing and with a stream. */
async function ofRebalance(count: number): Promise<Gas> {
  const system = await fixture();
  const { pool } = system;
  await joinAll(system, count);
  await pool.write.createPool([taskType]);
  await pool.write.rebalance([taskType]);
  const changed = async (scale: bigint) => {
    await pool.write.setParam([bytes32("UNIT_SCALE"), scale]);
    return gasOf(pool.write.rebalance([taskType]));
  };
  const still = await changed(2n * 10n ** 9n);
  await streamInto(system, await pool.read.getPool([taskType]));
  await changed(3n * 10n ** 9n);
  const flowing = await changed(10n ** 9n);
  return { [`rebalance ${count}`]: still, [`rebalance ${count}, streaming`]: flowing };
}

/** The bare Superfluid calls of the same rebalances. */
async function ofBareCalls(count: number): Promise<Gas> {
  const system = await fixture();
  const { framework, superToken } = system;
  const args = [framework.host, framework.gda, superToken.address] as const;
  const bare = await viem.deployContract("BareSuperfluid", args);
  await bare.write.update([firstMember, BigInt(count), 5n]);
  const still = await gasOf(bare.write.update([firstMember, BigInt(count), 100_000_000n]));
  await streamInto(system, await bare.read.POOL());
  await bare.write.updateWhileFlowing([firstMember, BigInt(count), 90_000_000n]);
  const flowing = await gasOf(bare.write.updateWhileFlowing([firstMember, BigInt(count), 100_000_000n]));
  return { [`bare calls ${count}`]: still, [`bare calls ${count}, streaming`]: flowing };
}

/** A deposit on top of another, and the second drain of `count` sinks. */
async function ofBuffer(count: number): Promise<Gas> {
  const system = await fixture();
  const { escrow } = system;
  await joinAll(system, count);
  await escrow.write.deposit([taskType, tokens(100)], { account: source });
  const deposit = await gasOf(escrow.write.deposit([taskType, tokens(100)], { account: source }));
  await escrow.write.drain([taskType]);
  await escrow.write.deposit([taskType, tokens(100)], { account: source });
  const drain = await gasOf(escrow.write.drain([taskType]));
  return { deposit, [`drain ${count}`]: drain };
}

/** Measures every act on a fresh system each. */
export async function measure(): Promise<Gas> {
  const gas: Gas = { ...(await ofSinks()), ...(await ofFirstCommit()) };
  for (const count of [1, 10, 50, 64]) Object.assign(gas, await ofRebalance(count), await ofBareCalls(count));
  for (const count of [1, 10, 50]) Object.assign(gas, await ofBuffer(count));
  return gas;
}
