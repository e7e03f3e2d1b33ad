import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import { deployKey, withDeployKey } from "../scripts/deployKey.ts";
import { uploadsOf } from "../scripts/upload.ts";

type Manifest = {
  dataSources: {
    name: string;
    network: string;
    source: { address: string; startBlock: number };
    context: Record<string, { type: string; data: unknown }>;
    mapping: { eventHandlers: { event: string }[] };
  }[];
  templates: { network: string }[];
};

const KEY = "0123456789abcdef0123456789abcdef";
const NODE = "https://api.studio.thegraph.com/deploy";
const subgraph = fileURLToPath(new URL("..", import.meta.url));
const asked = ["--network", "elsewhere", "--slug", "manometer", "--version-label", "v0.1.0"];

let folder: string;
let networks: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "manometer-publish-"));
  networks = join(folder, "networks.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** `npm run publish:studio`, with a key that nobody may read. */
function publish(args: string[], env: NodeJS.ProcessEnv = { GRAPH_DEPLOY_KEY: KEY }) {
  const { GRAPH_DEPLOY_KEY: _, ...others } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/publish.ts", ...args], {
    cwd: subgraph,
    encoding: "utf8",
    env: { ...others, ...env },
  });
  expect(stdout + stderr).not.toContain(KEY);
  return { status, output: stdout + stderr };
}

function elsewhere(dialect: string) {
  const names = ["StakeManager", "CapacityRegistry", "BackpressurePool", "EscrowBuffer", "Pipeline"];
  const sources = [...names, "GeneralDistributionAgreementV1"].map((name, i) => [
    name,
    { address: `0x${`${i + 1}`.repeat(40)}`, startBlock: 1000 + i },
  ]);
  writeFileSync(networks, JSON.stringify({ elsewhere: { dialect, ...Object.fromEntries(sources) } }));
  return Object.fromEntries(sources) as Record<string, { address: string; startBlock: number }>;
}

test("a rehearsal does everything but the upload, in the network's dialect, without a key", () => {
  const sources = elsewhere("aggregator");
  const { status, output } = publish([...asked, "--networks", networks, "--skip-codegen", "--dry-run"], {});
  expect(output).toMatch(
    /16 files, \d+ bytes would go to .*studio.* as manometer v0\.1\.0: nothing was sent/,
  );
  expect(status).toBe(0);

  const dist = join(subgraph, "dist", "elsewhere");
  const { dataSources, templates } = parse(readFileSync(join(dist, "subgraph.yaml"), "utf8")) as Manifest;
  rmSync(dist, { recursive: true });
  expect(dataSources.map(({ name, source }) => [name, source.address, source.startBlock])).toEqual(
    Object.entries(sources).map(([name, { address, startBlock }]) => [name, address, startBlock]),
  );
  const everywhere = [...dataSources, ...templates].map(({ network }) => network);
  expect(new Set(everywhere)).toEqual(new Set(["elsewhere"]));
  const events = dataSources[0]?.mapping.eventHandlers.map(({ event }) => event);
  expect(events).toEqual(
    expect.arrayContaining([
      "Unstaked(indexed address,uint256,uint256)",
      "Slashed(indexed address,uint256,indexed bytes32)",
    ]),
  );
  expect(dataSources[0]?.context).toMatchObject({
    dialect: { type: "String", data: "aggregator" },
    Pipeline: { type: "Bytes", data: sources.Pipeline?.address },
    "CapacityRegistry.COMMIT_TIMEOUT": { type: "BigInt", data: "20" },
  });
});

test.each([
  ["no slug", ["--network", "base-sepolia"], /--slug is missing: give lower-case letters/],
  ["a slug that Studio does not take", ["--network", "base", "--slug", "My Graph"], /--slug is "My Graph"/],
  [
    "no version",
    ["--network", "base", "--slug", "x"],
    /--version-label is missing: give a version such as v0/,
  ],
  ["no network", [], /--network is missing: give a network such as base-sepolia/],
  ["the local network", ["--network", "local"], /--network is "local", expected a network/],
  ["an unknown option", ["--key", KEY], /Unknown option '--key'/],
  [
    "a network without contracts",
    ["--network", "base", "--slug", "x", "--version-label", "v1"],
    /does not say where StakeManager, CapacityRegistry, .* are on "base"/,
  ],
])("%s", (_what, args, message) => {
  const { status, output } = publish(args);
  expect(output).toMatch(message);
  expect(status).toBe(1);
});

test("no key, and one that cannot be", () => {
  elsewhere("blueprint");
  const args = [...asked, "--networks", networks, "--skip-codegen"];
  expect(publish(args, {}).output).toContain("GRAPH_DEPLOY_KEY is not set: give it the deploy key");
  expect(() => deployKey({ GRAPH_DEPLOY_KEY: `${KEY}\n` })).toThrow("GRAPH_DEPLOY_KEY has spaces");
  expect(deployKey({ GRAPH_DEPLOY_KEY: KEY })).toBe(KEY);
});

test("a networks file is looked for where npm was started", () => {
  elsewhere("blueprint");
  const args = [...asked, "--networks", "networks.json", "--skip-codegen"];
  expect(publish(args, { INIT_CWD: folder }).output).toContain("GRAPH_DEPLOY_KEY is not set");
  expect(publish(args, { INIT_CWD: tmpdir() }).output).toContain(join(tmpdir(), "networks.json"));
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s while it uploads leaves no key and no manifest behind",
  async (signal) => {
    elsewhere("blueprint");
    const bin = join(folder, "bin");
    const temporary = join(folder, "tmp");
    for (const place of [bin, temporary]) mkdirSync(place);
    writeFileSync(join(bin, "graph"), "#!/bin/sh\necho uploading\nexec sleep 60\n", { mode: 0o755 });
    const args = ["scripts/publish.ts", ...asked, "--networks", networks, "--skip-codegen"];
    const env = {
      ...process.env,
      PATH: `${bin}:${process.env.PATH}`,
      TMPDIR: temporary,
      GRAPH_DEPLOY_KEY: KEY,
    };
    const child = spawn(process.execPath, args, { cwd: subgraph, env });
    await once(child.stdout, "data");
    const manifest = join(subgraph, "subgraph.elsewhere.yaml");
    expect([readdirSync(temporary).length, existsSync(manifest)]).toEqual([1, true]);

    const told = text(child.stderr);
    child.kill(signal);
    const [code] = await once(child, "close");

    expect([code, await told]).toEqual([1, expect.stringContaining(`publish:studio: stopped by ${signal}`)]);
    expect([readdirSync(temporary), existsSync(manifest)]).toEqual([[], false]);
  },
);

test("graph-cli finds the key in a home of its own, and nobody finds it afterwards", async () => {
  const auth = fileURLToPath(
    new URL("command-helpers/auth.js", import.meta.resolve("@graphprotocol/graph-cli/dist/index.js")),
  );
  const ask = `import(${JSON.stringify(auth)}).then((auth) => auth.identifyDeployKey(${JSON.stringify(NODE)})).then(console.log)`;
  const home = await withDeployKey(KEY, NODE, async (env) => {
    const told = execFileSync(process.execPath, ["-e", ask], { env, encoding: "utf8" });
    expect(told.trim()).toBe(KEY);
    expect(Object.values(env)).not.toContain(KEY);
    const file = join(String(env.HOME), ".graph-cli.json");
    expect(statSync(file).mode & 0o077).toBe(0);
    return String(env.HOME);
  });
  expect(existsSync(home)).toBe(false);
});

test("a build that lacks a file is not uploaded", () => {
  writeFileSync(join(folder, "subgraph.yaml"), "schema:\n  file: schema.graphql\n");
  expect(() => uploadsOf(folder)).toThrow("lacks schema.graphql, which its manifest names: build it anew");
  writeFileSync(join(folder, "schema.graphql"), "type A");
  expect(uploadsOf(folder)).toEqual([
    { file: "subgraph.yaml", bytes: 31 },
    { file: "schema.graphql", bytes: 6 },
  ]);
});
