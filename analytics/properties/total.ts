import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** A file to which each test file adds a line with its number of cases. */
    propertyCases: string;
  }
}

/** Prints, when all tests have run, how many cases of properties they tried. */
export default function total(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "manometer-properties-"));
  const file = join(folder, "cases");
  writeFileSync(file, "");
  project.provide("propertyCases", file);
  return () => {
    const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
    rmSync(folder, { recursive: true });
    const cases = lines.reduce((sum, line) => sum + Number(line), 0);
    console.log(`\n Property cases  ${cases} in ${lines.filter((line) => line !== "0").length} files`);
  };
}
