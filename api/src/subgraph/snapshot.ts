import { readFile, writeFile } from "node:fs/promises";
import type { GraphQLSchema, IntrospectionQuery } from "graphql";
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
} from "graphql";
import { Subgraph } from "./Subgraph.ts";
import { servedSchema } from "./servedSchema.ts";

const file = new URL("./upstream.graphql", import.meta.url);

/** Writes the schema of the subgraph at SUBGRAPH_URL to upstream.graphql; with --check, compares the two instead. */
async function main(): Promise<void> {
  const url = process.env.SUBGRAPH_URL;
  if (url === undefined)
    throw new Error("SUBGRAPH_URL is not set: give the URL of a subgraph's GraphQL endpoint.");
  const subgraph = Subgraph.at(url, { apiKey: process.env.SUBGRAPH_API_KEY || null });
  const schema = servedSchema(
    buildClientSchema(await subgraph.ask<IntrospectionQuery>(getIntrospectionQuery(), {})),
  );
  await subgraph.close();
  if (!process.argv.includes("--check")) {
    await writeFile(file, printed(schema));
    return;
  }
  if (printed(buildSchema(await readFile(file, "utf8"))) !== printed(schema)) {
    throw new Error(
      'upstream.graphql is not what the subgraph serves: run "npm run snapshot -w api" and commit it.',
    );
  }
}

function printed(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
