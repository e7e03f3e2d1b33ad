import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildFor } from "./buildFor.ts";
import { graph } from "./graph.ts";
import { interruptible } from "./interruptible.ts";
import { givenFile, readNetwork } from "./networks.ts";
import { buildDialects, folder } from "./sourceManifest.ts";

const USAGE = `usage: npm run build -w subgraph -- [--network NAME] [--networks FILE] [--skip-codegen]
  without --network, or with local: into build/, for the stack of this machine and every dialect
  with another one: into dist/NAME/, ready for graph deploy`;

/** Builds the subgraph for the network that the arguments name. Rejects with what is missing. */
async function build(args: string[], signal: AbortSignal): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      network: { type: "string", default: "local" },
      networks: { type: "string", default: join(folder, "networks.json") },
      "skip-codegen": { type: "boolean", default: false },
    },
  });
  const { network } = values;
  const known = readNetwork(givenFile(values.networks), network);
  if (!values["skip-codegen"]) await graph(["codegen", "--skip-migrations"], signal);
  if (network === "local") await buildHere(signal);
  else await buildFor(network, known, signal);
}

async function buildHere(signal: AbortSignal): Promise<void> {
  await graph(["build", "--skip-migrations"], signal);
  buildDialects(join(folder, "build"));
}

try {
  await interruptible((signal) => build(process.argv.slice(2), signal));
} catch (error) {
  console.error(`build: ${error instanceof Error ? error.message : error}\n${USAGE}`);
  process.exitCode = 1;
}
