import { readdir, readFile } from "node:fs/promises";
import { parse } from "graphql";
import type { Sources } from "./metricsPage.ts";

const schema = new URL("../../schema.graphql", import.meta.url);
const metrics = new URL("../../../analytics/src/metrics/", import.meta.url);

/** Where the page is kept. */
export const PAGE_FILE = new URL("../../../docs/metrics.md", import.meta.url);

/** Reads what the page is made of. */
export async function readSources(): Promise<Sources> {
  const files = (await readdir(metrics)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  const texts = files.map(
    async (name) => [name.slice(0, -3), await readFile(new URL(name, metrics), "utf8")] as const,
  );
  const { definitions } = parse(await readFile(schema, "utf8"), { noLocation: true });
  return { definitions, metrics: new Map(await Promise.all(texts)) };
}
