import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { FaultTable } from "./FaultTable.ts";
import { faultSeed } from "./faultSeed.ts";

const PAGE = fileURLToPath(new URL("../../docs/faults.md", import.meta.url));
const MARK = "<!-- the table of the last written run -->\n";

/** Gives the stories of a run one table, prints it at their end, and with WRITE=1 writes it into docs/faults.md. */
export default async function faultRun(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "manometer-faults-"));
  const file = join(folder, "rows.ndjson");
  await writeFile(file, "");
  project.provide("faultRows", file);
  const before = loadavg()[0] ?? 0;
  return async () => {
    const table = new FaultTable(file);
    if ((await table.rows()).length > 0) {
      const text = await table.markdown();
      console.log(`\n${text}\n`);
      if (process.env.WRITE === "1") await write(text, before);
    }
    await rm(folder, { recursive: true });
  };
}

async function write(table: string, load: number): Promise<void> {
  const page = await readFile(PAGE, "utf8");
  const end = page.indexOf(MARK);
  if (end < 0) throw new Error(`${PAGE} has no line ${MARK.trim()}: put it where the table belongs`);
  const [{ model = "unknown" } = {}] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const facts = [
    `- Command: \`${command()}\`, ${new Date().toISOString().slice(0, 10)}, seed ${faultSeed()}`,
    `- Machine: ${cpus().length} cores (${model.split(" ").slice(0, 2).join(" ")}), ${memory} GiB; load before: ${load.toFixed(2)}`,
    `- Versions: Node.js ${process.versions.node}`,
  ];
  await writeFile(PAGE, `${page.slice(0, end + MARK.length)}\n${facts.join("\n")}\n\n${table}\n`);
}

/** What this run was called with: all stories, or those that are named. */
function command(): string {
  const named = process.argv.slice(process.argv.indexOf("faults") + 1);
  return ["WRITE=1 npm run e2e:faults", ...(named.length > 0 ? ["--", ...named] : [])].join(" ");
}

declare module "vitest" {
  export interface ProvidedContext {
    faultRows: string;
  }
}
