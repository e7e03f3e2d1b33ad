import { spawnSync } from "node:child_process";
import { folder } from "./sourceManifest.ts";

/** Runs graph-cli in the subgraph's folder. Throws where it fails: it has said why by then. */
export function graph(args: readonly string[], env: NodeJS.ProcessEnv = process.env): void {
  const { status, error } = spawnSync("graph", args, {
    cwd: folder,
    env,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error) throw new Error(`graph could not be started: ${error.message}; run it through npm run`);
  if (status !== 0) throw new Error(`graph ${args[0]} failed; the reason stands above`);
}
