import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { isExecutable } from "./isExecutable.ts";
import { StackError } from "./StackError.ts";

/**
 * The path of graph-node's program gnd: from its npm package for this platform, or else from the folders
 * of PATH (where `graph node install` of graph-cli puts it). Errors: StackError when there is none.
 */
export function gndProgram(
  platform: string = `${process.platform}-${process.arch}`,
  path: string = process.env.PATH ?? "",
): string {
  const candidates = [fromPackage(platform), ...path.split(delimiter).map((folder) => join(folder, "gnd"))];
  const program = candidates.find((candidate) => candidate !== null && isExecutable(candidate));
  if (program) return program;
  throw new StackError(
    `graph-node for ${platform} is missing: neither the package @graphprotocol/gnd-${platform} is installed nor is gnd in the PATH`,
    "run npm ci again; where the package does not exist, run npx graph node install or use docker compose",
  );
}

function fromPackage(platform: string): string | null {
  try {
    return createRequire(import.meta.url).resolve(`@graphprotocol/gnd-${platform}/bin/gnd`);
  } catch {
    return null;
  }
}
