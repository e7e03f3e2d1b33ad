import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = globSync("src/**/*.sol", { cwd: root, exclude: ["src/mocks/**", "src/interfaces/**"] });
// instrumented code costs more gas, so the snapshot says nothing about it
const tests = globSync("test/**/*.{test.ts,t.sol}", { cwd: root, exclude: ["test/gas.test.ts"] });

/** Lines and statements of each source in percent, from the table that Hardhat prints. */
function parse(report: string): Map<string, [number, number]> {
  const rows = stripVTControlCharacters(report).matchAll(/║ (\S+\.sol)\s+│ ([\d.]+)\s+│ ([\d.]+)\s+│/g);
  return new Map(
    [...rows].map(([, file, lines, statements]) => [file ?? "", [Number(lines), Number(statements)]]),
  );
}

/** What is wrong with the coverage, one sentence per source; nothing when all of it is covered. */
function complaints(covered: Map<string, [number, number]>): string[] {
  return sources.flatMap((source) => {
    const found = covered.get(source);
    if (!found) return [`${source} is not in the report: no test reaches it`];
    const [lines, statements] = found;
    if (lines === 100 && statements === 100) return [];
    return [`${source}: ${lines}% of lines and ${statements}% of statements, expected 100%: test the rest`];
  });
}

const { status, stdout } = spawnSync("hardhat", ["test", "--coverage", ...tests], {
  cwd: root,
  encoding: "utf8",
  env: { ...process.env, MANOMETER_FUZZ_RUNS: "16" },
  maxBuffer: 2 ** 28,
  stdio: ["inherit", "pipe", "inherit"],
});
process.stdout.write(stdout);
const missing = complaints(parse(stdout));
for (const complaint of missing) console.error(complaint);
if (status === 0 && missing.length === 0)
  console.log(`${sources.length} sources, all lines and statements covered`);
process.exitCode = status === 0 && missing.length === 0 ? 0 : 1;
