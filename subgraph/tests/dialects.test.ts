import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { eventOf, manifestEvent, withEvent } from "../scripts/declaration.ts";
import { DIALECTS, dialectOf } from "../scripts/dialects.ts";
import { alice, bob, creator, judge, transcribe } from "./cast.ts";
import { addressOf, bytes32, type Contract, factId, hash } from "./events.ts";
import { contextOf } from "./fuzz/contextOf.ts";
import { type Happening, Index } from "./fuzz/Index.ts";
import { rowsOf } from "./fuzz/Rows.ts";

type Source = {
  name: string;
  context?: object;
  mapping: { abis: { file: string }[]; eventHandlers: { event: string; handler: string }[] };
};

const TOKEN = 10n ** 18n;
const build = new URL("../build/", import.meta.url);

function built(name: string): Source[] {
  return (parse(readFileSync(new URL(name, build), "utf8")) as { dataSources: Source[] }).dataSources;
}

describe("the build", () => {
  test.each(Object.keys(DIALECTS))("differs for %s in nothing but what its table says", (name) => {
    const { events } = dialectOf(name) as NonNullable<ReturnType<typeof dialectOf>>;
    const expected = built("subgraph.yaml").map((source) => {
      const told = (events[source.name] ?? []).map(eventOf);
      const eventHandlers = source.mapping.eventHandlers.map((handler) => {
        const other = told.find((event) => handler.event.startsWith(`${event.name}(`));
        return other === undefined ? handler : { ...handler, event: manifestEvent(other) };
      });
      const file = `${source.name}/${source.name}.${name}.json`;
      const abis = told.length === 0 ? source.mapping.abis : [{ ...source.mapping.abis[0], file }];
      return { ...source, mapping: { ...source.mapping, abis, eventHandlers } };
    });
    expect(built(`subgraph.${name}.yaml`).map(({ context: _, ...source }) => source)).toEqual(expected);
  });

  test("puts into the ABI of aggregator what its contracts tell, and keeps all else", () => {
    const abi = (name: string) =>
      JSON.parse(readFileSync(new URL(`StakeManager/${name}.json`, build), "utf8")) as { name?: string }[];
    const [ours, theirs] = [abi("StakeManager"), abi("StakeManager.aggregator")];
    const changed = theirs.filter((item, i) => JSON.stringify(item) !== JSON.stringify(ours[i]));
    expect(theirs).toHaveLength(ours.length);
    expect(changed).toMatchObject([
      {
        name: "Slashed",
        inputs: [{ indexed: true }, { indexed: false }, { indexed: true, type: "bytes32" }],
      },
      { name: "Unstaked", inputs: [{ name: "sink" }, { name: "amount" }, { name: "totalStake" }] },
    ]);
  });

  test("takes no event that cannot be, and none that the contract does not have", () => {
    expect(() => eventOf("Staked (uint256 amount)" as never)).toThrow(
      '"Staked (uint256 amount)" declares no event',
    );
    expect(() => eventOf("Staked(uint256)")).toThrow('"uint256" in "Staked(uint256)" is no parameter');
    expect(() => withEvent([], eventOf("Staked(uint256 amount)"))).toThrow("the ABI has no event Staked");
    expect(() => dialectOf("klingon")).toThrow('no dialect "klingon", only blueprint, aggregator');
  });
});

describe("contracts that speak aggregator", () => {
  let index: Index;
  let logIndex: number;
  beforeEach(() => {
    index = new Index(contextOf("aggregator"));
    logIndex = 0;
  });

  type Told = Pick<Happening, "contract" | "event" | "args"> & Partial<Pick<Happening, "from" | "to">>;

  function tell(block: number, { from = alice, ...told }: Told): void {
    index.handle({
      ...told,
      from,
      address: addressOf(told.contract as Contract),
      block: { number: block, timestamp: 1_773_600_000n + 2n * BigInt(block) },
      logIndex: logIndex++,
      transactionHash: hash(block),
    });
  }

  const signal = { taskTypeId: transcribe, sink: alice };
  const stake = (amount: bigint): Told => ({
    ...{ contract: "StakeManager", event: "Staked" },
    args: { sink: alice, amount, totalStake: amount },
  });
  const committed = (): Told => ({
    ...{ contract: "CapacityRegistry", event: "CapacityCommitted" },
    args: { ...signal, commitHash: hash(7) },
  });
  const revealed = (raw: bigint, smoothed: bigint): Told => ({
    ...{ contract: "CapacityRegistry", event: "CapacityRevealed" },
    args: { ...signal, raw, smoothed },
  });

  /** Fields of the only row of a type, or of the one with that sequence number. */
  function fields(type: string, names: string[], place = 0): Record<string, string> {
    const row = rowsOf(index.store, type)[place];
    if (row === undefined) throw new Error(`there is no ${type} ${place}`);
    return Object.fromEntries(names.map((name) => [name, row.text(name)]));
  }

  test("have the constants that no event tells, each as a parameter of its contract", () => {
    tell(1, stake(400n * TOKEN));
    const names = [
      "dialect",
      "ewmaAlphaBps",
      "commitTimeout",
      "minSinkStake",
      "stakeUnit",
      "capacityPrecision",
    ];
    expect(fields("Protocol", [...names, "rebalanceThresholdBps", "isRawCapped"])).toEqual({
      ...{
        dialect: "aggregator",
        ewmaAlphaBps: "3000",
        commitTimeout: "20",
        minSinkStake: `${100n * TOKEN}`,
      },
      ...{ stakeUnit: `${TOKEN}`, capacityPrecision: "1000000000", rebalanceThresholdBps: "500" },
      isRawCapped: "true",
    });
    const timeout = rowsOf(index.store, "Parameter").find((row) => row.text("name") === "COMMIT_TIMEOUT");
    expect(timeout?.text("id")).toBe(addressOf("CapacityRegistry") + bytes32("COMMIT_TIMEOUT").slice(2));
    expect(fields("Sink", ["cap"])).toEqual({ cap: "20000000000" });
  });

  test("may change a constant all the same", () => {
    tell(1, stake(400n * TOKEN));
    const args = { key: bytes32("COMMIT_TIMEOUT"), oldValue: 20n, newValue: 30n };
    tell(2, { contract: "CapacityRegistry", event: "ParamUpdated", args });
    expect(fields("Protocol", ["commitTimeout"])).toEqual({ commitTimeout: "30" });
  });

  test("store a sink's first capacity whole", () => {
    tell(1, stake(400n * TOKEN));
    tell(2, {
      contract: "CapacityRegistry",
      event: "SinkRegistered",
      args: { ...signal, initialCapacity: 9n },
    });
    expect(fields("SinkCapacity", ["stored", "initialCapacity"])).toEqual({
      stored: "9",
      initialCapacity: "9",
    });
  });

  test("never over-claim, whatever cap the index computes", () => {
    tell(1, revealed(50n, 15n));
    expect(fields("Reveal", ["raw", "cap", "capped", "overclaim", "isOverclaim"])).toEqual({
      ...{ raw: "50", cap: "0", capped: "50" },
      ...{ overclaim: "0", isOverclaim: "false" },
    });
  });

  test("reveal a commitment by the sink's own word, and not by an aggregator's", () => {
    const aggregator = judge;
    tell(1, committed());
    tell(2, { ...revealed(5n, 5n), from: aggregator });
    tell(3, { ...revealed(6n, 6n), from: alice, to: aggregator });
    const open = fields("Commitment", ["status", "reveal"]);
    tell(4, revealed(7n, 7n));

    expect(open).toEqual({ status: "PENDING", reveal: "null" });
    expect(fields("Commitment", ["status", "reveal", "latencyBlocks"])).toEqual({
      ...{ status: "REVEALED", reveal: factId(hash(4), 3), latencyBlocks: "3" },
    });
    const commits = rowsOf(index.store, "Reveal").map((row) => row.text("commit"));
    expect(commits).toEqual(["null", "null", factId(hash(1), 0)]);
    expect(fields("SinkCapacity", ["revealCount", "commitCount", "pendingCommitment"])).toEqual({
      ...{ revealCount: "3", commitCount: "1", pendingCommitment: "null" },
    });
  });

  test("reveal through a sink that is a contract, and never too late", () => {
    tell(1, committed());
    tell(22, { ...revealed(5n, 5n), from: bob, to: alice });
    expect(fields("Commitment", ["status"])).toEqual({ status: "PENDING" });
    tell(30, committed());
    tell(50, { ...revealed(5n, 5n), from: bob, to: alice });
    expect(rowsOf(index.store, "Commitment").map((row) => row.text("status"))).toEqual([
      "PENDING",
      "REVEALED",
    ]);
  });

  test("are read by place: a third argument and an indexed reason change nothing", () => {
    const of = (sink: string, amount: bigint) => ({ sink, amount });
    tell(1, stake(400n * TOKEN));
    tell(2, {
      contract: "StakeManager",
      event: "Unstaked",
      args: { ...of(alice, 100n * TOKEN), totalStake: 300n },
    });
    const reason = bytes32("LATE");
    tell(3, {
      contract: "StakeManager",
      event: "Slashed",
      args: { ...of(alice, 44n * TOKEN), reason },
      from: creator,
    });
    expect(
      fields("Slash", ["amount", "reason", "reasonText", "stakeBefore", "stakeAfter", "slasher"]),
    ).toEqual({
      ...{ amount: `${44n * TOKEN}`, reason, reasonText: "LATE" },
      ...{ stakeBefore: `${300n * TOKEN}`, stakeAfter: `${256n * TOKEN}`, slasher: "null" },
    });
    expect(fields("Sink", ["stake", "cap"])).toEqual({ stake: `${256n * TOKEN}`, cap: "16000000000" });
  });
});
