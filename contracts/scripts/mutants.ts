import { type ChildProcess, spawn } from "node:child_process";
import {
  cpSync,
  globSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { mutants as all, explanations, type Mutant } from "./mutation/mutants.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const mostSurvivors = 2;
const timeoutMs = 600_000;

/** A copy of this folder where sources may be changed; the checkout is only read. */
function copy(): { folder: string; contracts: string } {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "manometer-mutants-"));
  const contracts = join(folder, "contracts");
  cpSync(join(root, "contracts"), contracts, {
    recursive: true,
    filter: (path) => !/\/coverage$/.test(path),
  });
  cpSync(join(root, "docs"), join(folder, "docs"), { recursive: true });
  symlinkSync(realpathSync(join(root, "node_modules")), join(folder, "node_modules"));
  return { folder, contracts };
}

// `npm run mutants -w contracts -- EscrowBuffer Pipeline` changes these sources alone
const wanted = process.argv.slice(2);
const mutants = wanted.length === 0 ? all : all.filter(({ source }) => wanted.includes(source));
if (mutants.length === 0)
  throw new Error(`no mutants of ${wanted.join(", ")}: name contracts such as StakeManager`);

const { folder, contracts } = copy();
let running: ChildProcess | undefined;
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    running?.kill(signal);
    process.exit(1);
  });
}

/** Runs Hardhat on the copy. Throws when the sources do not compile. */
async function passes(...args: string[]): Promise<boolean> {
  const child = spawn("hardhat", ["test", ...args], {
    cwd: contracts,
    env: { ...process.env, FORCE_COLOR: "0" },
  });
  running = child;
  const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += chunk));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  clearTimeout(timer);
  if (/Compilation failed/.test(text)) throw new Error(`a mutant does not compile: correct it\n${text}`);
  return code === 0;
}

// gas is left out: a change that only costs more is not wrong
const tests = globSync("test/**/*.test.ts", { cwd: contracts, exclude: ["test/gas.test.ts"] });

/** Whether a test notices what is in the copy now; those of the changed contract go first. */
async function isNoticed(source: string): Promise<boolean> {
  const near = tests.filter((file) => file.startsWith(`test/${source}.`));
  const far = tests.filter((file) => !near.includes(file));
  if (near.length > 0 && !(await passes("nodejs", ...near))) return true;
  return !(await passes("nodejs", ...far)) || !(await passes("solidity"));
}

async function play({ source, from, to }: Mutant): Promise<boolean> {
  const file = join(contracts, "src", `${source}.sol`);
  const original = readFileSync(file, "utf8");
  const parts = original.split(from);
  if (parts.length !== 2)
    throw new Error(`"${from}" is ${parts.length - 1} times in ${source}, expected once`);
  writeFileSync(file, parts.join(to));
  try {
    return await isNoticed(source);
  } finally {
    writeFileSync(file, original);
  }
}

if (await isNoticed("StakeManager")) throw new Error("the tests fail without any change: run npm test first");

const survivors: Mutant[] = [];
for (const [index, mutant] of mutants.entries()) {
  const noticed = await play(mutant);
  if (!noticed) survivors.push(mutant);
  const { source, from, to } = mutant;
  const change = `${from.trim()} -> ${to.trim() || "nothing"}`;
  console.log(`${index + 1}/${mutants.length} ${noticed ? "noticed " : "SURVIVED"} ${source}: ${change}`);
}

console.log(
  `\n${mutants.length} mutants, ${mutants.length - survivors.length} noticed, ${survivors.length} not`,
);
for (const { source, from } of survivors) {
  console.log(
    `${source}: ${from.trim()}\n  ${explanations[from] ?? "unexplained: write the test that notices it"}`,
  );
}
const explained = survivors.every(({ from }) => from in explanations);
process.exitCode = survivors.length <= mostSurvivors && explained ? 0 : 1;
