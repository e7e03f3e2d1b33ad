import { buildSchema, parse, printSchema, validate } from "graphql";
import { expect, test } from "vitest";
import { CHECKS } from "../integrity.ts";
import { upstreamSchema } from "../schema.ts";
import { MEMBERS } from "./Allocations.ts";
import { BUFFERS } from "./buffers.ts";
import { PAIRS } from "./Capacities.ts";
import { COLLECTIONS } from "./collections.ts";
import { COMMITMENTS, DRAINS, REVEALS, STAKES } from "./FactKind.ts";
import { bucketPage, firstPages, nextPage } from "./factQueries.ts";
import { REBALANCES, STAKE, STORED, UNITS } from "./levelKinds.ts";
import { PARAMETERS } from "./parameters.ts";
import { PAIR_DRAINS, PAYMENTS } from "./payments.ts";
import { firstPoints, nextPoints } from "./pointQueries.ts";
import { DEPOSITS, DRAINED } from "./Queues.ts";
import { META, NEWEST } from "./readBlock.ts";
import { FLOWS, POOLS } from "./Streams.ts";
import { IS_KNOWN } from "./Subgraph.ts";
import { TOTALS } from "./totals.ts";
import { wholePage } from "./wholeHistory.ts";

const schema = buildSchema(printSchema(upstreamSchema()));

test.each([
  ["the block", META],
  ["the newest fact", NEWEST],
  ["a known hash", IS_KNOWN],
  ["first pages of reveals", firstPages(REVEALS)],
  ["first pages of commitments", firstPages(COMMITMENTS)],
  ["first pages of drains", firstPages(DRAINS)],
  ["next pages of reveals", nextPage(REVEALS)],
  ["next pages of commitments", nextPage(COMMITMENTS)],
  ["next pages of drains", nextPage(DRAINS)],
  ["first pages of two stakes", firstPoints(STAKES, 2)],
  ["next pages of stakes", nextPoints(STAKES)],
  ["hours of stakes", bucketPage(STAKES)],
  ["first pages of a buffer", firstPoints(BUFFERS, 1)],
  ["next pages of a buffer", nextPoints(BUFFERS)],
  ["hours of a buffer", bucketPage(BUFFERS)],
  ["deposits", DEPOSITS],
  ["counts", COLLECTIONS],
  ...CHECKS.map(({ id, whole }) => [`the rows of ${id}`, wholePage(whole)]),
  ["pools", POOLS],
  ["hours of payments", bucketPage(PAYMENTS)],
  ["hours of a pair's payments", bucketPage(PAIR_DRAINS)],
  ["sinks of task types", PAIRS],
  ["members of pools", MEMBERS],
  ["parameters", PARAMETERS],
  ...[...STORED, ...STAKE, UNITS, TOTALS, DRAINED, REBALANCES, PAYMENTS, PAIR_DRAINS, ...FLOWS].flatMap(
    (kind) => [
      [`first pages of ${kind.noun} of ${kind.parents}`, firstPages(kind)],
      [`next pages of ${kind.noun} of ${kind.parents}`, nextPage(kind)],
    ],
  ),
  ["hours of reveals", bucketPage(REVEALS)],
  ["hours of drains", bucketPage(DRAINS)],
])("our question for %s is one that graph-node's schema allows", (_, query) => {
  expect(validate(schema, parse(query))).toEqual([]);
});
