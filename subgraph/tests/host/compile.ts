import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const subgraph = fileURLToPath(new URL("../..", import.meta.url));
const modules = join(subgraph, "..", "node_modules");

/** As matchstick compiles a test. */
const OPTIONS = [
  "--explicitStart",
  "--exportTable",
  "--exportRuntime",
  "--runtime",
  "stub",
  "--optimize",
  "--debug",
];

/** Compiles AssemblyScript files, all into one module. Throws with the compiler's words. */
export async function compile(files: readonly string[]): Promise<WebAssembly.Module> {
  const folder = await mkdtemp(join(tmpdir(), "manometer-asc-"));
  const output = join(folder, "tests.wasm");
  const sources = files.map((file) => relative(subgraph, file));
  const global = join(modules, "@graphprotocol/graph-ts/global/global.ts");
  const asc = join(modules, "assemblyscript/bin/asc");
  const args = [asc, ...sources, global, "--lib", modules, ...OPTIONS, "--outFile", output];
  try {
    await promisify(execFile)(process.execPath, args, { cwd: subgraph });
    return new WebAssembly.Module(await readFile(output));
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(`The AssemblyScript compiler refused ${sources.join(", ")}:\n${stderr || String(error)}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}
