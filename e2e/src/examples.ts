import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(root, "examples");
const run = promisify(execFile);

/** A query of `examples/`: its file's name without number and ending, and its text. */
export type Example = { name: string; text: string };

/** Every query of `examples/`, in the order of their numbers. */
export async function examples(): Promise<Example[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".graphql")).sort();
  return Promise.all(
    files.map(async (file) => ({
      name: file.replace(/^\d+-/, "").replace(/\.graphql$/, ""),
      text: await readFile(join(folder, file), "utf8"),
    })),
  );
}

/** Generates the typed client's types and checks it against them. Throws with the compiler's words. */
export async function checkTypedClient(): Promise<void> {
  await npm("typecheck");
}

/** What the typed client prints when it asks this endpoint. */
export async function runTypedClient(url: string): Promise<string> {
  return (await run(process.execPath, ["main.ts", url], { cwd: join(folder, "typescript") })).stdout;
}

async function npm(script: string): Promise<void> {
  await run("npm", ["run", script, "-w", "examples/typescript"], { cwd: root }).catch((error: unknown) => {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`npm run ${script} -w examples/typescript failed:\n${stdout}${stderr}`);
  });
}

/** The lists of an answer that are empty wherever they stand, as paths without positions. */
export function emptyLists(data: unknown): string[] {
  const lengths = new Map<string, number>();
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      lengths.set(path, (lengths.get(path) ?? 0) + value.length);
      for (const item of value) walk(item, path);
    } else if (typeof value === "object" && value !== null) {
      for (const [key, item] of Object.entries(value)) walk(item, path === "" ? key : `${path}.${key}`);
    }
  };
  walk(data, "");
  return [...lengths].filter(([, length]) => length === 0).map(([path]) => path);
}
