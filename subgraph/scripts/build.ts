import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildFor } from "./buildFor.ts";
import { graph } from "./graph.ts";
import { readNetwork } from "./networks.ts";
import { buildDialects, folder } from "./sourceManifest.ts";

const USAGE = `usage: npm run build -w subgraph -- [--network NAME] [--networks FILE] [--skip-codegen]
  without --network, or with local: into build/, for the stack of this machine and every dialect
  with another one: into dist/NAME/, ready for graph deploy`;

/** Builds the subgraph for the network that the arguments name. Throws with what is missing. */
function build(args: string[]): void {
  const { values } = parseArgs({
    args,
    options: {
      network: { type: "string", default: "local" },
      networks: { type: "string", default: join(folder, "networks.json") },
      "skip-codegen": { type: "boolean", default: false },
    },
  });
  const { network } = values;
  const known = readNetwork(values.networks, network);
  if (!values["skip-codegen"]) graph(["codegen", "--skip-migrations"]);
  if (network === "local") buildHere();
  else buildFor(network, known);
}

function buildHere(): void {
  graph(["build", "--skip-migrations"]);
  buildDialects(join(folder, "build"));
}

try {
  build(process.argv.slice(2));
} catch (error) {
  console.error(`build: ${error instanceof Error ? error.message : error}\n${USAGE}`);
  process.exitCode = 1;
}
