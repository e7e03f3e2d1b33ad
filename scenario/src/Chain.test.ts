import type { Hex } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Chain } from "./Chain.ts";
import { type FreshChain, freshChain } from "./freshChain.ts";
import { quantity } from "./Rpc.ts";

const START = 1_760_000_000;

let fresh: FreshChain;
let chain: Chain;

beforeAll(async () => {
  fresh = await freshChain(START);
  chain = new Chain(fresh.rpcUrl, fresh.deployment);
}, 60_000);

afterAll(async () => {
  chain.close();
  await fresh.stop();
});

type Block = { hash: Hex; parentHash: Hex; timestamp: Hex };

it.each([1, 6, 7, 50])(
  "mines %i blocks that each name the block before them, evenly spaced",
  async (count) => {
    const before = await chain.head();
    const first = { block: before.block + 1, timestamp: before.timestamp + 100 };

    await chain.mine(first, count, 48);

    expect((await chain.head()).block).toBe(before.block + count);
    let parent = before.hash;
    for (let mined = 0; mined < count; mined++) {
      const number = quantity(first.block + mined);
      const block = (await chain.rpc.call("eth_getBlockByNumber", number, false)) as Block;
      expect(block.parentHash).toBe(parent);
      expect(Number(block.timestamp)).toBe(first.timestamp + mined * 48);
      parent = block.hash;
    }
  },
);
