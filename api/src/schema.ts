import { readFileSync } from "node:fs";
import { stitchSchemas } from "@graphql-tools/stitch";
import { buildSchema, type GraphQLSchema } from "graphql";
import { CapacityBucket } from "./resolvers/CapacityBucket.ts";
import { Query } from "./resolvers/Query.ts";
import { Sink } from "./resolvers/Sink.ts";
import { SinkCapacity } from "./resolvers/SinkCapacity.ts";
import { Throughput } from "./resolvers/Throughput.ts";
import { ThroughputBucket } from "./resolvers/ThroughputBucket.ts";
import { DateTime, Decimal, Duration, upstreamScalars } from "./scalars.ts";
import { upstreamExecutor } from "./subgraph/executor.ts";

/** What graph-node serves, as its own introspection said when the snapshot was taken. */
export function upstreamSchema(): GraphQLSchema {
  return buildSchema(read("./subgraph/upstream.graphql"), { assumeValid: true });
}

/** The whole API: what the subgraph serves, and on the same types what we add. */
export function apiSchema(): GraphQLSchema {
  const schema = upstreamSchema();
  return stitchSchemas({
    subschemas: [{ schema, executor: upstreamExecutor(schema), batch: true }],
    typeDefs: read("../schema.graphql"),
    resolvers: {
      ...upstreamScalars(schema),
      Decimal,
      Duration,
      DateTime,
      Query,
      SinkCapacity,
      Sink,
      CapacityBucket,
      Throughput,
      ThroughputBucket,
    },
  });
}

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), "utf8");
}
