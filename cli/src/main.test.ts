import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { birth } from "./stack/birth.ts";
import type { Entry } from "./stack/ProcessTable.ts";
import { freePort } from "./stack/ports.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const chainPort = /Hardhat, chain 31337, at http:\/\/127\.0\.0\.1:(\d+)/;

let root: string;
let server: Server;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "manometer-test-"));
  chmodSync(root, 0o755);
  server = createServer((socket) => socket.destroy());
});
afterEach(() => {
  server.close();
  rmSync(root, { recursive: true, force: true });
});

/** A running command: what it has printed, and how it ended. */
type Run = { child: ChildProcess; output: () => string; code: Promise<number | null> };

function manometer(...args: string[]): Run {
  const child = spawn(process.execPath, [main, ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  return { child, output: () => output, code: once(child, "close").then(([code]) => code) };
}

/** The processes that the stack in `data` has noted as its own. */
function parts(): Entry[] {
  return JSON.parse(readFileSync(join(root, "data", "processes.json"), "utf8"));
}

/** Waits until the stack has printed the text. */
async function until({ output, child }: Run, text: RegExp): Promise<void> {
  while (!text.test(output())) {
    if (child.exitCode !== null) throw new Error(`ended before it said ${text}:\n${output()}`);
    await sleep(20);
  }
}

describe("a command that cannot work ends with one line that says what to do", () => {
  it.each([
    ["an unknown command", ["down"], /unknown command 'down'/],
    ["an unknown option", ["up", "--prot", "1"], /unknown option '--prot'/],
    ["a port out of range", ["up", "--port", "0"], /'0' is invalid/],
    [
      "an unknown network",
      ["up", "--rpc", "http://127.0.0.1:9", "--network", "atlantis"],
      /"atlantis" \(--network\) is not in/,
    ],
    [
      "a network without contracts",
      ["up", "--rpc", "http://127.0.0.1:9", "--network", "base"],
      /no contracts are known on the network "base": .*networks\.json has no .* for StakeManager, .* What to do: write them/,
    ],
  ])("%s", async (_what, args, line) => {
    const run = manometer(...args);
    expect(await run.code).toBe(1);
    expect(run.output().trim().split("\n")).toHaveLength(1);
    expect(run.output()).toMatch(line);
  });

  it("a taken port", async () => {
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    const run = manometer("up", "--port", String(port));
    expect(await run.code).toBe(1);
    expect(run.output()).toMatch(
      /port \d+ \(--port\) is already in use on 127.0.0.1. What to do: stop the process/,
    );
    expect(run.output().trim().split("\n")).toHaveLength(1);
  });

  it.each([
    ["a taken port", (port: string) => ["--port", port]],
    [
      "an RPC that does not answer",
      (port: string) => ["--rpc", `http://127.0.0.1:${port}`, "--network", "base-sepolia"],
    ],
  ])("%s with --fresh, before anything stored is forgotten", async (_what, args) => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    mkdirSync(join(root, "data"));
    for (const name of ["manometer.json", "expected.json"]) writeFileSync(join(root, "data", name), "{}");
    const run = manometer("up", "--fresh", "--data-dir", "data", ...args(String(port)));
    expect(await run.code).toBe(1);
    expect(existsSync(join(root, "data", "expected.json"))).toBe(true);
  });

  it("an RPC that does not answer", async () => {
    const port = await freePort();
    const networks = join(root, "networks.json");
    writeFileSync(networks, '{"sepolia":{}}');
    const rpc = `http://127.0.0.1:${port}`;
    const run = manometer("up", "--rpc", rpc, "--network", "sepolia", "--networks", networks);
    expect(await run.code).toBe(1);
    expect(run.output()).toMatch(`the RPC ${rpc} (--rpc) does not answer as an Ethereum node`);
    expect(run.output()).toContain("What to do: check the URL");
  });

  it("a dialect that nobody understands", async () => {
    const networks = join(root, "networks.json");
    const Pipeline = { address: `0x${"1".repeat(40)}`, startBlock: 0 };
    writeFileSync(networks, JSON.stringify({ mine: { dialect: "klingon", Pipeline } }));
    const rpc = ["--rpc", "http://127.0.0.1:9", "--network", "mine", "--networks", networks];
    const run = manometer("up", ...rpc);
    expect(await run.code).toBe(1);
    expect(run.output()).toContain(
      'understands no dialect "klingon", only blueprint, aggregator. What to do:',
    );
    expect(run.output().trim().split("\n")).toHaveLength(1);
  });

  it("a folder that is not ours", async () => {
    writeFileSync(join(root, "thesis.txt"), "");
    const run = manometer("up", "--data-dir", root);
    expect(await run.code).toBe(1);
    expect(run.output()).toContain("is not a Manometer data directory");
  });
});

describe("a stack that starts", () => {
  it("ends with all its parts when it is told to before it is ready", async () => {
    const run = manometer("up", "--data-dir", "data", "--profile", "none", "--no-live");
    await until(run, /✓ graph-node/);
    const running = parts();
    expect(running.map(({ name }) => name)).toEqual(["PostgreSQL", "Hardhat node", "graph-node"]);
    const begun = performance.now();
    run.child.kill("SIGTERM");
    expect(await run.code).toBe(0);
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect(running.map(({ pid }) => birth(pid))).toEqual([null, null, null]);
    expect(run.output()).toContain("stopped");
  });

  it("is cleaned up by the next start when it was killed", async () => {
    const killed = manometer("up", "--data-dir", "data", "--profile", "none");
    await until(killed, chainPort);
    const running = parts();
    killed.child.kill("SIGKILL");
    await killed.code;
    const next = manometer("up", "--data-dir", "data", "--profile", "none");
    await until(next, chainPort);
    expect(running.map(({ pid }) => birth(pid))).toEqual([null, null]);
    next.child.kill("SIGINT");
    expect(await next.code).toBe(0);
  });
});
