import { readFileSync } from "node:fs";
import { stitchSchemas } from "@graphql-tools/stitch";
import { buildSchema, type DocumentNode, type GraphQLSchema, Kind, parse } from "graphql";
import { Buffer } from "./resolvers/Buffer.ts";
import { intervalEnds } from "./resolvers/intervalEnds.ts";
import { Pipeline } from "./resolvers/Pipeline.ts";
import { Query } from "./resolvers/Query.ts";
import { QueueLaw } from "./resolvers/QueueLaw.ts";
import { Sink } from "./resolvers/Sink.ts";
import { SinkCapacity } from "./resolvers/SinkCapacity.ts";
import { Slash } from "./resolvers/Slash.ts";
import { SlashAudit } from "./resolvers/SlashAudit.ts";
import { Slasher } from "./resolvers/Slasher.ts";
import { TaskType } from "./resolvers/TaskType.ts";
import { DateTime, Decimal, Duration, upstreamScalars } from "./scalars.ts";
import { upstreamExecutor } from "./subgraph/executor.ts";

/** What graph-node serves, as its own introspection said when the snapshot was taken. */
export function upstreamSchema(): GraphQLSchema {
  return buildSchema(read("./subgraph/upstream.graphql"), { assumeValid: true });
}

/** The rows of series that hold nothing but plain values, with how their ends are had. */
export const FLAT_ROWS = {
  BacklogBucket: intervalEnds,
  BufferBucket: intervalEnds,
  CapacityBucket: intervalEnds,
  ConcentrationBucket: intervalEnds,
  StakeBucket: intervalEnds,
  ThroughputBucket: intervalEnds,
};

/** The whole API: what the subgraph serves, and on the same types what we add. */
export function apiSchema(): GraphQLSchema {
  const schema = upstreamSchema();
  const additions = parse(read("../schema.graphql"));
  const api = stitchSchemas({
    subschemas: [{ schema, executor: upstreamExecutor(schema), batch: true }],
    typeDefs: additions,
    resolvers: {
      ...upstreamScalars(schema),
      Decimal,
      Duration,
      DateTime,
      Query,
      SinkCapacity,
      Sink,
      TaskType,
      Buffer,
      Pipeline,
      Slash,
      Slasher,
      SlashAudit,
      QueueLaw,
      ...FLAT_ROWS,
      AllocationBucket: intervalEnds,
      BottleneckBucket: intervalEnds,
      Throughput: intervalEnds,
    },
  });
  describeScalars(api, additions);
  return api;
}

// A scalar that is given as a resolver takes the place of the one in the text, and loses its description.
function describeScalars(schema: GraphQLSchema, { definitions }: DocumentNode): void {
  for (const node of definitions) {
    const type = node.kind === Kind.SCALAR_TYPE_DEFINITION ? schema.getType(node.name.value) : undefined;
    if (type !== undefined && "description" in node) type.description = node.description?.value;
  }
}

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), "utf8");
}
