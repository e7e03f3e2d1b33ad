#!/usr/bin/env node
/**
 * Runs every check of the project and sums up, at most two stages at a time. `npm test -- api e2e` runs only the
 * named ones. Exits with 1 when a stage fails; the others still run, and what failed stands at the end.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { summary } from "./testSummary.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

const tests = (workspace) => ({ name: workspace, command: ["npm", "test", "-w", workspace], hasTests: true });

/** The longest first, so that no lane waits long for the other. */
const together = [
  ...["cli", "subgraph", "api", "auditor", "contracts", "scenario", "analytics"].map(tests),
  { name: "types", command: ["npm", "run", "typecheck"] },
  { name: "lint", command: ["npm", "run", "lint"] },
  ...["bench", "dashboard"].map(tests),
];

/** Takes both cores by itself. */
const stories = [tests("e2e")];

/** One stack each. */
const onStacks = [
  { name: "standing", command: ["npm", "run", "standing", "-w", "e2e"], hasTests: true },
  // Without a Chromium it says so and ends well; in CI it fails.
  { name: "browser", command: ["npm", "run", "e2e:browser"] },
];

const stages = [...together, ...stories, ...onStacks];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name));
if (unknown.length > 0) {
  console.error(
    `test: no stage ${unknown.join(", ")}. There are: ${stages.map(({ name }) => name).join(", ")}.`,
  );
  process.exit(1);
}

const results = [];
const chosen = (some) => some.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
await play(chosen(together), 2);
await play(chosen(stories), 1);
await play(chosen(onStacks), 2);
console.log(`\n${summary(results)}`);
process.exit(results.every(({ ok }) => ok) ? 0 : 1);

async function play(queue, lanes) {
  const lane = async () => {
    for (let stage = queue.shift(); stage !== undefined; stage = queue.shift()) {
      results.push(await run(stage));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function run({ name, command: [program, ...args], hasTests = false }) {
  const begun = Date.now();
  const lines = [];
  const tell = (line) => {
    lines.push(stripVTControlCharacters(line));
    console.log(`${name.padEnd(9)} | ${line}`);
  };
  const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on("line", tell);
  const code = await new Promise((resolve) => {
    child.once("close", resolve);
    child.once("error", (error) => {
      tell(String(error));
      resolve(1);
    });
  });
  const counts = { passed: count(lines, "pass"), failed: count(lines, "fail") };
  const seconds = Math.round((Date.now() - begun) / 1000);
  const ok = code === 0 && (!hasTests || counts.passed + counts.failed > 0);
  return { name, ...counts, seconds, ok, lines };
}

/** Adds up the closing lines of Vitest (`Tests  3 passed (3)`) and Hardhat (`3 passing`, `1 failing`). */
function count(lines, how) {
  const pattern = new RegExp(`^\\s*(?:Tests\\s.*?(\\d+) ${how}ed\\b|(\\d+) ${how}ing\\b)`);
  return lines.reduce((total, line) => {
    const [, vitest, hardhat] = line.match(pattern) ?? [];
    return total + Number(vitest ?? hardhat ?? 0);
  }, 0);
}
