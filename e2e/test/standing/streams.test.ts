import { Chain } from "@manometer/scenario/Chain";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Client } from "../../src/Client.ts";
import { rpcUrl } from "../../src/places.ts";
import { StandingStack } from "../../src/StandingStack.ts";

type Deployment = ConstructorParameters<typeof Chain>[1];
type Address = `0x${string}`;
type Pool = { id: Address; perUnitIndex: string; perUnitFlowRate: string; indexUpdatedAt: string };
type Member = { sink: { id: Address }; pool: Pool; units: string; settled: string; settledIndex: string };
type Block = { number: number; timestamp: bigint };

/** How many moments of the history are compared. */
const MOMENTS = 10;

const POOL = [
  {
    type: "function",
    name: "getTotalAmountReceivedByMember",
    stateMutability: "view",
    inputs: [{ name: "member", type: "address" }],
    outputs: [{ name: "amount", type: "uint256" }],
  },
] as const;

const stack = new StandingStack();
let client: Client;
let chain: Chain;

beforeAll(async () => {
  client = new Client(stack.url);
  chain = new Chain(rpcUrl(stack), await stack.json<Deployment>("deployment.json"));
});

afterAll(async () => {
  chain?.close();
});

it("knows to the wei what each member was sent, at ten blocks, as Superfluid's own pools say", async () => {
  const blocks = await busyBlocks();
  const lines: string[] = [];
  let streamed = 0n;
  for (const block of blocks) {
    const indexed = await membersAt(block);
    const told = await Promise.all(indexed.map(({ pool, sink }) => toldByPool(pool, sink, block)));

    expect(indexed.map(({ amount }) => amount)).toEqual(told);
    const total = told.reduce((sum, amount) => sum + amount, 0n);
    expect(total).toBeGreaterThan(streamed);
    streamed = total;
    lines.push(`block ${block.number}: ${told.length} members, ${total} wei, equal`);
  }
  console.log(lines.join("\n"));
  expect(blocks).toHaveLength(MOMENTS);
});

/** Blocks that hold transactions, spread over the part of the history in which tokens flow, its end included. */
async function busyBlocks(): Promise<Block[]> {
  const { flowDistributions } = await client.data<{ flowDistributions: { blockNumber: string }[] }>(
    "{ flowDistributions(first: 1, orderBy: sequence) { blockNumber } }",
  );
  const from = BigInt(flowDistributions[0]?.blockNumber ?? 0) + 1n;
  const head = await chain.client.getBlockNumber();
  const numbers = Array.from({ length: Number(head - from) + 1 }, (_, i) => from + BigInt(i));
  const all = await Promise.all(numbers.map((blockNumber) => chain.client.getBlock({ blockNumber })));
  const busy = all.filter(({ transactions }) => transactions.length > 0);
  const at = (i: number) => busy[Math.floor((i * (busy.length - 1)) / MOMENTS)] as (typeof busy)[number];
  return Array.from({ length: MOMENTS }, (_, i) => at(i + 1)).map(({ number, timestamp }) => ({
    number: Number(number),
    timestamp,
  }));
}

/** What the index says each member was sent until the block, from the entities alone. */
async function membersAt(block: Block): Promise<{ pool: Address; sink: Address; amount: bigint }[]> {
  const { poolMembers } = await client.data<{ poolMembers: Member[] }>(
    `{ poolMembers(first: 1000, block: { number: ${block.number} }) { units settled settledIndex sink { id }
         pool { id perUnitIndex perUnitFlowRate indexUpdatedAt } } }`,
  );
  expect(poolMembers.length).toBeGreaterThan(5);
  return poolMembers.map(({ pool, sink, units, settled, settledIndex }) => {
    const elapsed = block.timestamp - BigInt(pool.indexUpdatedAt);
    const index = BigInt(pool.perUnitIndex) + BigInt(pool.perUnitFlowRate) * elapsed;
    const amount = BigInt(settled) + BigInt(units) * (index - BigInt(settledIndex));
    return { pool: pool.id, sink: sink.id, amount };
  });
}

function toldByPool(address: Address, sink: Address, { number }: Block): Promise<bigint> {
  const functionName = "getTotalAmountReceivedByMember";
  const blockNumber = BigInt(number);
  return chain.client.readContract({ address, abi: POOL, functionName, args: [sink], blockNumber });
}
