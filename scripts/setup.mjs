#!/usr/bin/env node
/**
 * Makes a clone ready to run: installs the locked dependencies under the Node.js version that package.json names,
 * then builds what is generated. Needs nothing but Node.js 20 and npm; does nothing when nothing has changed.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stamps = join(root, "node_modules", ".manometer");
const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** What each workspace generates from what. A later step may use an earlier one's output. */
const builds = [
  {
    workspace: "contracts",
    inputs: ["contracts/src", "contracts/hardhat.config.ts", "package-lock.json"],
    output: "contracts/artifacts",
  },
  {
    workspace: "subgraph",
    inputs: [
      "contracts/src",
      "schema.graphql",
      "subgraph/src",
      "subgraph/scripts",
      "subgraph/subgraph.yaml",
      "subgraph/networks.json",
      "subgraph/package.json",
      "package-lock.json",
    ],
    output: "subgraph/build",
  },
  {
    workspace: "dashboard",
    inputs: [
      "api/schema.graphql",
      "api/src/subgraph/upstream.graphql",
      "dashboard/src",
      "dashboard/scripts",
      "dashboard/public",
      "dashboard/index.html",
      "dashboard/codegen.ts",
      "dashboard/vite.config.ts",
      "dashboard/package.json",
      "examples",
      "package-lock.json",
    ],
    output: "dashboard/build",
  },
];

install();
for (const build of builds) generate(build);

function install() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20)
    fail(`Node.js ${process.versions.node} is too old. Install Node.js 20 or later, then try again.`);

  const key = digest(["package-lock.json"], `${process.platform}-${process.arch}`);
  if (isFresh("install", key)) return;

  const runtime = `node@${devDependencies.node}`;
  console.log(`Installing dependencies under ${runtime} (once, a minute or two) …`);
  run(
    "npx",
    ["--yes", `--package=${runtime}`, "--", "npm", "ci"],
    "The installation failed; npm says why above.",
  );
  stamp("install", key);
}

function generate({ workspace, inputs, output }) {
  const key = digest(inputs, workspace);
  if (isFresh(workspace, key) && existsSync(join(root, output))) return;

  const begun = Date.now();
  process.stdout.write(`Building ${workspace} … `);
  run("npm", ["run", "build", "-w", workspace], `Building ${workspace} failed; the reason stands above.`);
  console.log(`${((Date.now() - begun) / 1000).toFixed(1)} s`);
  stamp(workspace, key);
}

/** A child that fails ends the setup. npm ci deletes our node_modules, so it must not run a Node.js from there. */
function run(command, args, message) {
  const installs = command === "npx";
  const path = (process.env.PATH ?? "").split(delimiter);
  const outside = installs ? path.filter((folder) => !folder.startsWith(join(root, "node_modules"))) : path;
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    stdio: ["ignore", installs ? "inherit" : "pipe", installs ? "inherit" : "pipe"],
    env: { ...process.env, PATH: outside.join(delimiter) },
    shell: process.platform === "win32",
  });
  if (error) fail(`${command} could not be started: ${error.message}. Is npm installed?`);
  if (status === 0) return;
  if (!installs) process.stderr.write(`\n${stdout}${stderr}`);
  fail(message);
}

function isFresh(name, key) {
  const file = join(stamps, name);
  return existsSync(file) && readFileSync(file, "utf8") === key;
}

function stamp(name, key) {
  mkdirSync(stamps, { recursive: true });
  writeFileSync(join(stamps, name), key);
}

/** SHA-256 over the names and contents of files and folders, but for what is generated in them. */
function digest(paths, salt) {
  const hash = createHash("sha256").update(salt);
  for (const path of paths.flatMap(filesBelow))
    hash
      .update(path)
      .update("\0")
      .update(readFileSync(join(root, path)));
  return hash.digest("hex");
}

function filesBelow(path) {
  if (!existsSync(join(root, path))) return [];
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path))
    .filter((name) => name !== "generated")
    .sort()
    .flatMap((name) => filesBelow(`${path}/${name}`));
}

function fail(message) {
  console.error(`setup: ${message}`);
  process.exit(1);
}
