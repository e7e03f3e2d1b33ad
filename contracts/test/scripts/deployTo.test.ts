import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { network } from "hardhat";
import { generatePrivateKey } from "viem/accounts";
import { treasury } from "../fixture.ts";

const program = fileURLToPath(new URL("../../scripts/deployTo.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "manometer-deploy-"));
const [networksFile, journal] = [join(folder, "networks.json"), join(folder, "journal.json")];
const server = await network.createServer("node", "127.0.0.1", 0);
let rpc = "";

before(async () => {
  const { address, port } = await server.listen();
  rpc = `http://${address}:${port}`;
  writeFileSync(
    networksFile,
    JSON.stringify({ elsewhere: { StakeManager: { address: "0x1", startBlock: 5 } } }),
  );
});
after(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

type Ended = { code: number | null; out: string; error: string };

/** Runs the command to its end, at most a minute. */
function play(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const options = { env: { ...process.env, DEPLOYER_KEY: "", ...env }, timeout: 60_000 };
  const child = spawn(process.execPath, [program, ...args], options);
  const ended: Ended = { code: null, out: "", error: "" };
  child.stdout.on("data", (chunk) => (ended.out += chunk));
  child.stderr.on("data", (chunk) => (ended.error += chunk));
  return new Promise((resolve) => child.on("close", (code) => resolve({ ...ended, code })));
}

const files = () => ["--networks-file", networksFile, "--journal", journal];
const local = () => ["--network", "local", "--rpc", rpc, "--treasury", treasury, ...files()];

describe("npm run deploy", () => {
  it("given a fresh local chain: deploys everything, tells a line per contract and writes networks.json", async () => {
    const { code, out, error } = await play(local());
    assert.equal(error, "");
    assert.equal(code, 0);
    const written = JSON.parse(readFileSync(networksFile, "utf8"));
    assert.deepEqual(Object.keys(written), ["elsewhere", "local"]);
    const lines = out.trim().split("\n");
    const contracts = Object.entries<{ address: string; startBlock: number }>(written.local);
    assert.equal(lines.length, 6);
    for (const [index, [name, { address, startBlock }]] of contracts.entries()) {
      assert.match(lines[index] ?? "", new RegExp(`^${name} +${address} from block ${startBlock}$`));
    }
  });

  it("given that it has been done: does nothing, and tells the same", async () => {
    const first = readFileSync(networksFile, "utf8");
    const { code } = await play(local());
    assert.equal(code, 0);
    assert.equal(readFileSync(networksFile, "utf8"), first);
  });

  it("given the journal of a chain that is gone: deploys anew", async () => {
    const next = await network.createServer("node", "127.0.0.1", 0);
    const { address, port } = await next.listen();
    try {
      const { code, error } = await play(
        local().map((arg) => (arg === rpc ? `http://${address}:${port}` : arg)),
      );
      assert.equal(error, "");
      assert.equal(code, 0);
    } finally {
      await next.close();
    }
  });

  it("given a key without funds: fails and tells nobody the key", async () => {
    const key = generatePrivateKey();
    const fresh = ["--journal", join(folder, "other.json")];
    const { code, out, error } = await play([...local(), ...fresh], { DEPLOYER_KEY: key });
    assert.equal(code, 1);
    assert.notEqual(error, "");
    assert.ok(!`${out}${error}`.includes(key.slice(2)));
  });

  it("given a key that is none: fails and does not repeat it", async () => {
    for (const key of ["swordfish", `0x${"0".repeat(64)}`]) {
      const { code, error } = await play(local(), { DEPLOYER_KEY: key });
      assert.equal(code, 1);
      assert.match(error, /DEPLOYER_KEY is not a private key/);
      assert.ok(!error.includes(key));
    }
  });

  it("given an endpoint of another chain than the network's: refuses", async () => {
    const { code, error } = await play([
      "--network",
      "base",
      "--rpc",
      rpc,
      "--treasury",
      treasury,
      ...files(),
    ]);
    assert.equal(code, 1);
    assert.match(error, /is chain 31337, expected 8453 for base/);
  });

  it("given too little: tells its usage", async () => {
    const { code, error } = await play(["--network", "moon", "--rpc", rpc, "--treasury", treasury]);
    assert.equal(code, 1);
    assert.match(error, /npm run deploy -w contracts/);
  });
});
