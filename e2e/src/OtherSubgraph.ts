import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));
const SOURCES = ["src", "scripts", "subgraph.yaml", "networks.json", "package.json"];

/** A subgraph other than the repository's, built from a changed copy. */
export class OtherSubgraph {
  /** The built subgraph. */
  readonly build: string;
  readonly #folder: string;

  private constructor(folder: string, build: string) {
    this.#folder = folder;
    this.build = build;
  }

  /** One in whose sources `before` in a file is `after`. Throws with the compiler's words. */
  static async of(file: string, before: string, after: string): Promise<OtherSubgraph> {
    const folder = await mkdtemp(join(tmpdir(), "manometer-e2e-subgraph-"));
    const subgraph = join(folder, "subgraph");
    await mkdir(subgraph);
    for (const name of SOURCES)
      await cp(join(root, "subgraph", name), join(subgraph, name), { recursive: true });
    await cp(join(root, "schema.graphql"), join(folder, "schema.graphql"));
    for (const name of ["contracts", "node_modules"]) await symlink(join(root, name), join(folder, name));
    await change(join(subgraph, file), before, after);
    const path = `${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH}`;
    await promisify(execFile)(process.execPath, ["scripts/build.ts"], {
      cwd: subgraph,
      env: { ...process.env, PATH: path },
    });
    return new OtherSubgraph(folder, join(subgraph, "build"));
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function change(file: string, before: string, after: string): Promise<void> {
  const text = await readFile(file, "utf8");
  if (!text.includes(before)) throw new Error(`${file} has no ${before} to be changed`);
  await writeFile(file, text.replaceAll(before, after));
}
