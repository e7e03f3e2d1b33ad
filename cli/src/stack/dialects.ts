import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Sources } from "./networks.ts";
import { StackError } from "./StackError.ts";

const BLUEPRINT = "blueprint";

/**
 * The manifest of a build, in the folder `build`, that understands the dialect of the contracts. Errors: StackError, with
 * those that there are, when the build knows no such dialect.
 */
export function manifestIn(build: string, sources: Sources): string {
  const dialect = Object.values(sources).find((source) => source.dialect !== undefined)?.dialect ?? BLUEPRINT;
  const file = join(build, dialect === BLUEPRINT ? "subgraph.yaml" : `subgraph.${dialect}.yaml`);
  if (/^[\w-]+$/.test(dialect) && existsSync(file)) return file;
  throw new StackError(
    `the built subgraph understands no dialect "${dialect}", only ${[BLUEPRINT, ...dialectsIn(build)].join(", ")}`,
    "name one of them as the network's dialect in the networks file, or add it to subgraph/scripts/dialects.ts and build",
  );
}

function dialectsIn(build: string): string[] {
  return readdirSync(build)
    .flatMap((name) => /^subgraph\.([\w-]+)\.yaml$/.exec(name)?.[1] ?? [])
    .sort();
}
