import { buildSchema, parse, printSchema, validate } from "graphql";
import { expect, test } from "vitest";
import { upstreamSchema } from "../schema.ts";
import { historySlices, parameterSlices, rebalanceSlices, type Wanted } from "../subgraph/auditSlices.ts";
import { slicePages } from "../subgraph/logSlices.ts";
import { CONTRACTS, SLASH_IDS, SLASH_ROWS } from "../subgraph/slashRows.ts";

const schema = buildSchema(printSchema(upstreamSchema()));
const sink = "0xa0ee7a142d267c1f36714e4a8f75612f20a79720";
const slasher = "0x08135da0a343e492fa2d4282f2ae34c6c5cc1bbe";
const registry = "0x09635f643e140090a9a8dcd712ed6285858cebef";
const at = { contract: registry, blockNumber: 7, logIndex: 0, transactionHash: "0x5c" } as const;
const taskTypeId = `0x${"7a".repeat(32)}` as const;

function wanted(blockNumber: number): Wanted {
  const subject = {
    ...at,
    event: "Slashed",
    sink,
    amount: "1",
    reason: "0x",
    blockNumber,
    timestamp: 1,
    transactionFrom: slasher,
  } as const;
  const scope = {
    sink,
    slasher,
    fromBlock: blockNumber - 50,
    drainsFromBlock: blockNumber - 10,
    untilBlock: blockNumber + 5,
  } as const;
  return { subject, scope };
}

const commit = { ...at, event: "CapacityCommitted", taskTypeId, sink, commitHash: "0x01" } as const;
const pages = (slices: Parameters<typeof slicePages>[0] | ReturnType<typeof historySlices>) =>
  slicePages(slices.map((slice) => ({ after: "-1", ...slice })));

test.each([
  ["slashes", SLASH_ROWS],
  ["ids of slashes", SLASH_IDS],
  ["the contracts", CONTRACTS],
  ["parameters", pages(parameterSlices())],
  ["histories", pages(historySlices([wanted(100), wanted(900)]))],
  ["rebalances", pages(rebalanceSlices([wanted(100)], [commit]))],
])("our question for %s is one that graph-node's schema allows", (_, query) => {
  expect(validate(schema, parse(query))).toEqual([]);
});

test("slashes of one sink whose histories overlap read them once", () => {
  const alone = historySlices([wanted(100)]);
  expect(historySlices([wanted(100), wanted(110)])).toHaveLength(alone.length);
  const apart = historySlices([wanted(100), wanted(900)]);
  expect(apart.length).toBeGreaterThan(alone.length);
  expect(apart.map(({ where }) => where).join("\n")).toContain("blockNumber_gte: 850, blockNumber_lte: 905");
});

test("rebalances are read of the task types that the sink signalled to, and of no others", () => {
  const other = { ...commit, sink: slasher, taskTypeId: `0x${"00".repeat(32)}` } as const;
  const [slice, ...rest] = rebalanceSlices([wanted(100)], [commit, other]);
  expect(rest).toEqual([]);
  expect(slice?.where).toBe(`taskType_in: ["${taskTypeId}"], blockNumber_gte: 100, blockNumber_lte: 105`);
  expect(rebalanceSlices([wanted(100)], [other])).toEqual([]);
});
