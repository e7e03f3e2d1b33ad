import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { manifestFor, readNetwork } from "../../scripts/networks.ts";
import { type Entity, Kind } from "../host/value.ts";

type Manifest = { dataSources: { context?: Record<string, { type: string; data: unknown }> }[] };

/** What graph-node gives the mappings: the context of the manifest that is rendered for a network of this dialect. */
export function contextOf(dialect: string): Entity {
  const { sources } = readNetwork(new URL("../../networks.json", import.meta.url).pathname, "local");
  const built = readFileSync(new URL(`../../build/subgraph.${dialect}.yaml`, import.meta.url), "utf8");
  const [source] = (parse(manifestFor(built, "local", sources)) as Manifest).dataSources;
  return new Map(
    Object.entries(source?.context ?? {}).map(([key, { type, data }]) => [
      key,
      {
        kind: Kind[type as keyof typeof Kind],
        data: type === "BigInt" ? BigInt(String(data)) : (data as string | boolean),
      },
    ]),
  );
}
