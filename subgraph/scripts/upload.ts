import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isScalar, parseDocument, visit } from "yaml";

/** A file that a deployment uploads, by its place below the built manifest's folder, and its size in bytes. */
export type Upload = { file: string; bytes: number };

/**
 * What graph deploy uploads of a build: its manifest, and once each file that it names. Throws where one is missing or
 * empty.
 */
export function uploadsOf(build: string): Upload[] {
  const files = new Set(["subgraph.yaml"]);
  visit(parseDocument(readFileSync(join(build, "subgraph.yaml"), "utf8")), {
    Pair(_, { key, value }) {
      if (isScalar(key) && key.value === "file" && isScalar(value)) files.add(String(value.value));
    },
  });
  return [...files].map((file) => {
    const path = join(build, file);
    const bytes = existsSync(path) ? statSync(path).size : 0;
    if (bytes === 0)
      throw new Error(`the build in ${build} lacks ${file}, which its manifest names: build it anew`);
    return { file, bytes };
  });
}
