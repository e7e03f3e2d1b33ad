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
import { isScalar, parseDocument, visit } from "yaml";
import type { Chain } from "./Chain.ts";
import type { DataDir } from "./DataDir.ts";
import { manifestIn } from "./dialects.ts";
import { renderManifest } from "./manifest.ts";
import type { Sources } from "./networks.ts";
import { inRepository } from "./repository.ts";
import { StackError } from "./StackError.ts";

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
 * Renders the built subgraph (the folder `build`) for one chain into the data directory, and returns the name of its
 * manifest there: the identity of the deployment for a graph-node that runs in that directory. It is named after
 * the content, so that the same subgraph resumes and a changed one is indexed anew, and has neither a slash nor a
 * folder, so that /subgraphs/id/… finds it and a data directory may move. Errors: as renderManifest.
 */
export function renderSubgraph(
  dataDir: Pick<DataDir, "file">,
  build: string,
  { chain, sources }: { chain: Pick<Chain, "network">; sources: Sources },
): string {
  const rendered = renderBuild(build, chain.network, sources);
  const id = deploymentOf(rendered.hash);
  const folder = dataDir.file("subgraph", rendered.hash);
  if (!existsSync(folder)) place(rendered, folder);
  write(
    dataDir.file(id),
    withPlaces(rendered.manifest, (file) => `subgraph/${rendered.hash}/${file}`),
  );
  return id;
}

/** A build for one chain: its folder, its manifest for that chain, and sixteen hex digits over the content of both. */
export type RenderedBuild = { build: string; manifest: string; hash: string };

/** The built subgraph in the folder `build`, for one chain. Errors: as manifestIn and renderManifest. */
export function renderBuild(build: string, network: string, sources: Sources): RenderedBuild {
  const manifest = renderManifest(readFileSync(manifestIn(build, sources), "utf8"), network, sources);
  return { build, manifest, hash: contentHash(build, manifest) };
}

/** What graph-node calls a build that lies in its own working directory. */
export function deploymentOf(hash: string): string {
  return `manometer-${hash}`;
}

/** The build whose deployment has this name, as people read it; any other deployment's own name. */
export function buildOf(deployment: string): string {
  return deployment.replace(/^manometer-/, "");
}

/** A manifest whose files lie elsewhere: `place` gives for each file what stands for it. */
export function withPlaces(manifest: string, place: (file: string) => unknown): string {
  const document = parseDocument(manifest);
  visit(document, {
    Pair(_, pair) {
      const { key, value } = pair;
      if (isScalar(key) && key.value === "file" && isScalar(value))
        pair.value = document.createNode(place(String(value.value)));
    },
  });
  return document.toString();
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
function place({ build, manifest }: RenderedBuild, folder: string): void {
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  cpSync(build, draft, { recursive: true });
  writeFileSync(join(draft, MANIFEST), manifest);
  renameSync(draft, folder);
}

function write(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}
