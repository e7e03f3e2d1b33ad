import { artifacts } from "@manometer/contracts/artifacts";
import { type StorageLayout, storageLayout } from "@manometer/contracts/storageLayout";
import { type FreshChain, freshChain } from "@manometer/scenario/freshChain";
import { Rpc } from "@manometer/scenario/Rpc";
import { createPublicClient, type Hex, http, keccak256, stringToHex, toHex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { storagePlace, valueAt } from "./storageSlot.ts";

const taskType = keccak256("0x01");
const account = toHex(0xacc, { size: 20 });

describe("a place in the storage", () => {
  it("lies where the layout says, for mappings of mappings and packed members of structs", () => {
    const layout = storageLayout("CapacityRegistry");
    const places = ["commitBlock", "leftBlock", "place", "commitHash"].map((member) =>
      storagePlace(layout, "_sinks", taskType, account, member),
    );
    expect(places.map(({ offset, bytes }) => [offset, bytes])).toEqual([
      [0, 8],
      [8, 8],
      [16, 1],
      [0, 32],
    ]);
    const [first, second, third, fourth] = places.map(({ slot }) => BigInt(slot));
    expect([second, third, fourth]).toEqual([first, first, (first ?? 0n) + 1n]);
  });

  it("is refused for what the contract does not have", () => {
    const layout = storageLayout("StakeManager");
    expect(() => storagePlace(layout, "_sinks")).toThrow(/has no _sinks, only _owner/);
    expect(() => storagePlace(layout, "_requests", account, "size")).toThrow(/has no size, only amount/);
    expect(() => storagePlace(layout, "totalStaked", account)).toThrow(/neither a mapping nor a struct/);
    expect(() => storagePlace(layout, "_stakes")).toThrow(/_stakes is no single value but t_mapping/);
    expect(() => storagePlace(layout, "_requests", account)).toThrow(/is no single value but t_struct/);
  });

  it("gives its bytes of the word and no others", () => {
    const place = { slot: toHex(0, { size: 32 }), offset: 8, bytes: 2 };
    expect(valueAt(place, BigInt("0x0102030405060708090a0b0c0d0e0f10"))).toBe(0x0708n);
  });
});

describe("on a chain", () => {
  let chain: FreshChain;
  let rpc: Rpc;
  beforeAll(async () => {
    chain = await freshChain(1_800_000_000);
    rpc = new Rpc(chain.rpcUrl);
  });
  afterAll(async () => {
    rpc.close();
    await chain.stop();
  });

  const read = async (contract: Hex, layout: StorageLayout, variable: string, ...path: string[]) => {
    const place = storagePlace(layout, variable, ...path);
    return valueAt(
      place,
      BigInt((await rpc.call("eth_getStorageAt", contract, place.slot, "latest")) as Hex),
    );
  };

  it("holds what the contract answers", async () => {
    const { address } = chain.deployment.contracts.StakeManager;
    const client = createPublicClient({ transport: http(chain.rpcUrl) });
    const reader = { address, abi: artifacts.StakeManager.abi } as const;
    const owner = await client.readContract({ ...reader, functionName: "owner" });
    const layout = storageLayout("StakeManager");
    expect(await read(address, layout, "_owner")).toBe(BigInt(owner));

    const key = stringToHex("MIN_SINK_STAKE", { size: 32 });
    const minimum = await client.readContract({ ...reader, functionName: "minSinkStake" });
    expect(minimum).toBe(100n * 10n ** 18n);
    expect(await read(address, layout, "_values", key)).toBe(minimum);
  });
});
