import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { DataDir } from "./DataDir.ts";
import { renderManifest } from "./manifest.ts";
import { inRepository } from "./repository.ts";
import { StackError } from "./StackError.ts";
import type { World } from "./World.ts";

const MANIFEST = "subgraph.yaml";

/** The folder of the built subgraph. Errors: StackError when it is not built. */
export function builtSubgraph(): string {
  const build = inRepository("subgraph/build");
  if (existsSync(join(build, MANIFEST))) return build;
  throw new StackError(
    `the subgraph is not built: there is no ${join(build, MANIFEST)}`,
    "run npm run build",
  );
}

/**
 * Renders the built subgraph (the folder `build`) for one chain into the data directory and returns the path of its
 * manifest. The folder is named after the content, because graph-node takes the path for the identity:
 * the same subgraph resumes, a changed one is indexed anew. Errors: as renderManifest.
 */
export function renderSubgraph(
  dataDir: DataDir,
  build: string,
  { chain, sources }: Pick<World, "chain" | "sources">,
): string {
  const manifest = renderManifest(readFileSync(join(build, MANIFEST), "utf8"), chain.network, sources);
  const folder = dataDir.file("subgraph", contentHash(build, manifest));
  if (!existsSync(folder)) place(build, manifest, folder);
  return join(folder, MANIFEST);
}

/** Sixteen hex digits over every file's path and content. */
function contentHash(build: string, manifest: string): string {
  const hash = createHash("sha256").update(manifest);
  const names = readdirSync(build, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const name of names) {
    if (name !== join(build, MANIFEST))
      hash.update(`\0${name.slice(build.length)}\0`).update(readFileSync(name));
  }
  return hash.digest("hex").slice(0, 16);
}

/** Moved into its place when complete, so that a folder that is there is whole. */
function place(build: string, manifest: string, folder: string): void {
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  cpSync(build, draft, { recursive: true });
  writeFileSync(join(draft, MANIFEST), manifest);
  renameSync(draft, folder);
}
