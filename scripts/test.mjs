#!/usr/bin/env node
/**
 * Runs every check of the project, one after another so that two cores are enough, and sums up.
 * `npm test -- api e2e` runs only the named stages. Exits with 1 when a stage fails; the others still run.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));

const stages = [
  { name: "lint", command: ["npm", "run", "lint"] },
  { name: "types", command: ["npm", "run", "typecheck"] },
  ...[
    "contracts",
    "analytics",
    "scenario",
    "subgraph",
    "auditor",
    "api",
    "dashboard",
    "cli",
    "bench",
    "e2e",
  ].map((workspace) => ({ name: workspace, command: ["npm", "test", "-w", workspace], hasTests: true })),
  // Without a Chromium it says so and ends well; in CI it fails.
  { name: "browser", command: ["npm", "run", "e2e:browser"] },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name));
if (unknown.length > 0) {
  console.error(
    `test: no stage ${unknown.join(", ")}. There are: ${stages.map(({ name }) => name).join(", ")}.`,
  );
  process.exit(1);
}

const results = [];
for (const stage of stages) {
  if (wanted.length === 0 || wanted.includes(stage.name)) results.push(await play(stage));
}
report();

async function play({ name, command, hasTests = false }) {
  console.log(`\n=== ${name} ===`);
  const begun = Date.now();
  const { code, text } = await run(command);
  const counts = count(text);
  const ran = counts.passed + counts.failed;
  return {
    name,
    ...counts,
    seconds: Math.round((Date.now() - begun) / 1000),
    ok: code === 0 && (!hasTests || ran > 0),
  };
}

function run([program, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      from.on("data", (chunk) => {
        text += chunk;
        to.write(chunk);
      });
    }
    child.on("error", (error) => resolve({ code: 1, text: String(error) }));
    child.on("close", (code) => resolve({ code, text }));
  });
}

/** Adds up the closing lines of Vitest (`Tests  3 passed (3)`) and Hardhat (`3 passing`, `1 failing`). */
function count(text) {
  const plain = stripVTControlCharacters(text);
  const sum = (pattern) => [...plain.matchAll(pattern)].reduce((total, [, n]) => total + Number(n), 0);
  return {
    passed: sum(/^\s*Tests\s.*?(\d+) passed/gm) + sum(/^\s*(\d+) passing/gm),
    failed: sum(/^\s*Tests\s.*?(\d+) failed/gm) + sum(/^\s*(\d+) failing/gm),
  };
}

function report() {
  console.log("");
  for (const { name, passed, failed, seconds, ok } of results) {
    console.log(
      `${ok ? "ok    " : "FAILED"} ${name.padEnd(10)} ${String(passed).padStart(5)} passed ${String(failed).padStart(3)} failed ${String(seconds).padStart(5)} s`,
    );
  }
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
  console.log(`\n${total("passed")} passed, ${total("failed")} failed`);
  process.exit(results.every(({ ok }) => ok) ? 0 : 1);
}
