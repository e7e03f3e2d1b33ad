import { join } from "node:path";
import { graph } from "./graph.ts";
import type { Network } from "./networks.ts";
import { folder, withSourceManifest } from "./sourceManifest.ts";

/** Builds for a network into dist/NAME and gives that folder. graph-cli's own --network would write into subgraph.yaml. */
export async function buildFor(name: string, network: Network, signal: AbortSignal): Promise<string> {
  const output = join("dist", name);
  await withSourceManifest(name, network, (manifest) =>
    graph(["build", "--skip-migrations", manifest, "--output-dir", output], signal),
  );
  console.log(`built for ${name} into ${join("subgraph", output)}`);
  return join(folder, output);
}
