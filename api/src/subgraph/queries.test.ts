import { buildSchema, parse, printSchema, validate } from "graphql";
import { expect, test } from "vitest";
import { CHECKS } from "../integrity.ts";
import { upstreamSchema } from "../schema.ts";
import { MEMBERS } from "./Allocations.ts";
import { BUFFERS } from "./buffers.ts";
import { COMMIT_COUNT, EDGES, PENDING } from "./CommitOutcomes.ts";
import { CLAIMS } from "./claims.ts";
import { COLLECTIONS } from "./collections.ts";
import { COMMITMENTS } from "./commitments.ts";
import { REVEAL_COUNTS } from "./counts.ts";
import { DRAINS } from "./drains.ts";
import type { FactKind } from "./FactKind.ts";
import { SIGNED, SIGNERS } from "./Funders.ts";
import { bucketPage, firstPages, firstPoints, nextPage, type Shape } from "./factQueries.ts";
import { UNITS_BEFORE, UNITS_HOURS } from "./HourlyAllocations.ts";
import { FIRSTS } from "./HourlyCapacities.ts";
import { joinedQuery } from "./joinedQuery.ts";
import { REBALANCES, REVEALED, STAKE, STORED, UNITS } from "./levelKinds.ts";
import { MATCHES } from "./matches.ts";
import { PAIRS } from "./Pairs.ts";
import { PARAMETERS } from "./parameters.ts";
import { PAIR_DRAINS, PAYMENTS } from "./payments.ts";
import { DEPOSITS, DRAINED, QUEUE_EDGES } from "./Queues.ts";
import { META, NEWEST } from "./readBlock.ts";
import { REVEALS } from "./reveals.ts";
import { IS_KNOWN } from "./Subgraph.ts";
import { STAKES } from "./stakes.ts";
import { FLOWS, POOL_STREAMS, SETTLEMENTS } from "./streamKinds.ts";
import { TOTALS } from "./totals.ts";
import { TRACKS } from "./tracks.ts";
import { wholePage } from "./wholeHistory.ts";

const few: Shape = { parents: 2, stretches: 2, spans: ["hour", "day"] };
const pages = (kind: FactKind, shape: Shape) =>
  kind.reference === undefined ? firstPages(kind, shape) : firstPoints(kind, shape);
const schema = buildSchema(printSchema(upstreamSchema()));

test.each([
  ["the block", META],
  ["the newest fact", NEWEST],
  ["a known hash", IS_KNOWN],
  ["deposits", DEPOSITS],
  ["the ends of a queue", QUEUE_EDGES],
  ["counts", COLLECTIONS],
  ...CHECKS.map(({ id, whole }) => [`the rows of ${id}`, wholePage(whole)]),
  ["streams of pools", POOL_STREAMS],
  ["first reveals", FIRSTS],
  ["who signed stakes", SIGNERS],
  ["whose stakes were signed", SIGNED],
  ["sinks of task types", PAIRS],
  ["members of pools", MEMBERS],
  ["units of members before their changes", UNITS_BEFORE],
  ["parameters", PARAMETERS],
  ["commitments at a window's edges", EDGES],
  ["pending commitments", PENDING],
  ["the number of commits", COMMIT_COUNT],
  ...[
    ...Object.values(REVEALS),
    ...[
      CLAIMS,
      TRACKS,
      COMMITMENTS,
      DRAINS,
      PAIR_DRAINS,
      PAYMENTS,
      STAKES,
      BUFFERS,
      REVEALED,
      REVEAL_COUNTS,
      MATCHES,
    ],
    ...[UNITS_HOURS, ...STORED, ...STAKE, UNITS, SETTLEMENTS, TOTALS, DRAINED, REBALANCES, ...FLOWS],
  ].flatMap((kind) => [
    [`${kind.fields} of ${kind.noun} of ${kind.parents}`, pages(kind, { ...few, spans: [] })],
    [`next pages of ${kind.fields} of ${kind.noun} of ${kind.parents}`, nextPage(kind)],
    ...(kind.buckets === null
      ? []
      : [
          [`hours and days of ${kind.fields} of ${kind.noun}`, pages(kind, few)],
          [`further hours of ${kind.fields} of ${kind.noun}`, bucketPage(kind)],
        ]),
  ]),
  ["two at once", joinedQuery([POOL_STREAMS, nextPage(STAKES), POOL_STREAMS])],
])("our question for %s is one that graph-node's schema allows", (_, query) => {
  expect(validate(schema, parse(query))).toEqual([]);
});
