import { readFileSync } from "node:fs";
import { join } from "node:path";
import { firstLine, StackError } from "../stack/StackError.ts";
import { type RenderedBuild, withPlaces } from "../stack/SubgraphBuild.ts";

const TIMEOUT_MS = 60_000;

/**
 * Adds a build to the IPFS node whose API is at `url` (kubo's /api/v0/add, which pins what it adds), every file once
 * and the manifest last, and gives the manifest's hash. Errors: StackError when that does not work.
 */
export async function uploadBuild(url: string, { build, manifest }: RenderedBuild): Promise<string> {
  const files: string[] = [];
  withPlaces(manifest, (file) => files.push(file));
  const hashes = new Map<string, string>();
  for (const file of new Set(files)) hashes.set(file, await add(url, file, readFileSync(join(build, file))));
  const placed = withPlaces(manifest, (file) => ({ "/": `/ipfs/${hashes.get(file)}` }));
  return await add(url, "subgraph.yaml", Buffer.from(placed));
}

async function add(url: string, name: string, content: Uint8Array<ArrayBuffer>): Promise<string> {
  const body = new FormData();
  body.append("file", new Blob([content]), name);
  try {
    const response = await fetch(new URL("api/v0/add?pin=true", `${url.replace(/\/$/, "")}/`), {
      method: "POST",
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`HTTP ${response.status}: ${text}`);
    const { Hash: hash } = JSON.parse(text) as { Hash?: unknown };
    if (typeof hash !== "string") throw new Error(`it answers ${text}`);
    return hash;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new StackError(
      `IPFS at ${url} (--ipfs) did not take ${name}: ${firstLine(cause)}`,
      "name the API of an IPFS node, usually at port 5001",
    );
  }
}
