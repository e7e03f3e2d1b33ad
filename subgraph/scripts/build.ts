import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { manifestFor, readNetwork, type Sources } from "./networks.ts";

const USAGE = `usage: npm run build -w subgraph -- [--network NAME] [--networks FILE] [--skip-codegen]
  without --network, or with local: into build/, for the stack of this machine
  with another one: into dist/NAME/, ready for graph deploy`;

const folder = fileURLToPath(new URL("..", import.meta.url));

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
  const sources = readNetwork(values.networks, network);
  if (!values["skip-codegen"]) graph("codegen", "--skip-migrations");
  if (network === "local") graph("build", "--skip-migrations");
  else buildFor(network, sources);
}

/** graph-cli's own --network would write into subgraph.yaml; paths in a manifest are relative to where it lies. */
function buildFor(network: string, sources: Sources): void {
  const output = join("dist", network);
  const manifest = `subgraph.${network}.yaml`;
  const text = readFileSync(join(folder, "subgraph.yaml"), "utf8");
  writeFileSync(join(folder, manifest), manifestFor(text, network, sources));
  try {
    graph("build", "--skip-migrations", manifest, "--output-dir", output);
  } finally {
    rmSync(join(folder, manifest));
  }
  console.log(`built for ${network} into ${join("subgraph", output)}`);
}

function graph(...args: string[]): void {
  const { status, error } = spawnSync("graph", args, {
    cwd: folder,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error) throw new Error(`graph could not be started: ${error.message}; run it through npm run build`);
  if (status !== 0) throw new Error(`graph ${args[0]} failed; the reason stands above`);
}

try {
  build(process.argv.slice(2));
} catch (error) {
  console.error(`build: ${error instanceof Error ? error.message : error}\n${USAGE}`);
  process.exitCode = 1;
}
