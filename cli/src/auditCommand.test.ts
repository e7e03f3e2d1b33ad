import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AuditRecord, recordOf } from "@manometer/analytics/audit/AuditRecord";
import { auditOf } from "@manometer/analytics/audit/audit";
import type { Bundle } from "@manometer/analytics/audit/Bundle";
import { bundleOf, NO_PROOFS } from "@manometer/analytics/audit/bundling";
import { NO_FINDINGS } from "@manometer/analytics/audit/ChainFindings";
import type { ChainLog } from "@manometer/analytics/audit/ChainLog";
import { bundleText } from "@manometer/auditor/bundleFile";
import { recordIn } from "@manometer/auditor/verify";
import { type FreshChain, freshChain } from "@manometer/scenario/freshChain";
import { runScenario } from "@manometer/scenario/run";
import { type Hex, keccak256, toHex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rpc } from "./stack/rpc.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const START = 1_760_000_000;

let chain: FreshChain;
let folder: string;
let id: string;
let api: Server;
let served = "";
beforeAll(async () => {
  chain = await freshChain(START);
  await runScenario({ ...chain, profile: "smoke", seed: 20_261_122, start: START });
  folder = mkdtempSync(join(tmpdir(), "manometer-audit-"));
  writeFileSync(join(folder, "deployment.json"), JSON.stringify(chain.deployment));
  const address = chain.deployment.contracts.StakeManager.address;
  const topics = [keccak256(toHex("Slashed(address,uint256,bytes32)"))];
  const found = await rpc(chain.rpcUrl, "eth_getLogs", [{ address, topics, fromBlock: "0x0" }]);
  const [{ transactionHash, logIndex }] = found as [{ transactionHash: Hex; logIndex: Hex }];
  id = `${transactionHash}${Number(logIndex).toString(16).padStart(2, "0")}000000`;
  api = createServer((_request, response) => response.end(served)).listen(0, "127.0.0.1");
  await once(api, "listening");
}, 240_000);
afterAll(async () => {
  api?.close();
  rmSync(folder, { recursive: true, force: true });
  await chain?.stop();
});

async function manometer(...args: string[]) {
  const child: ChildProcess = spawn(process.execPath, [main, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
  const [code] = await once(child, "close");
  return { code: code as number, output };
}

const where = () => ["--rpc", chain.rpcUrl, "--data-dir", folder];
const apiUrl = () => {
  const address = api.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
};

/** The bundle that an index with other logs would serve, all its hashes made for them. */
async function indexedWith(change: (logs: readonly ChainLog[]) => readonly ChainLog[]): Promise<string> {
  const file = join(folder, "whole.json");
  await manometer("audit", id, ...where(), "--level", "1", "--bundle", file);
  const bundle = JSON.parse(readFileSync(file, "utf8")) as Bundle;
  const { contracts, subject, scope, logs } = recordIn(bundle);
  const beginning = { contracts, subject, policy: bundle.policy, headBlock: scope.untilBlock };
  const record: AuditRecord = recordOf({ ...beginning, logs: change(logs) });
  const input = { record, policy: bundle.policy, findings: NO_FINDINGS };
  return bundleText(bundleOf(auditOf(input), input, NO_PROOFS));
}

describe("manometer audit", () => {
  it("says that the API agrees when its index does", async () => {
    served = await indexedWith((logs) => logs);
    const { code, output } = await manometer("audit", id, ...where(), "--level", "1", "--api", apiUrl());
    expect(output).toMatch(/The API at \S+ says the same, byte for byte/);
    expect(code).toBe(0);
  }, 60_000);

  it("catches a tampered row and a missing one at level 1", async () => {
    const lie = (log: ChainLog): ChainLog =>
      log.event === "Staked" ? { ...log, amount: `${log.amount}0` } : log;
    served = await indexedWith((logs) => logs.map(lie));
    const tampered = await manometer("audit", id, ...where(), "--level", "1", "--api", apiUrl());
    expect(tampered.output).toMatch(/INCONSISTENT: The API at .* says something else than the node/);
    expect(tampered.output).toMatch(/✗ the Staked of block \d+, log \d+, is .* by it, .* on the chain/);
    expect(tampered.code).toBe(1);

    served = await indexedWith((logs) => logs.filter(({ event }) => event !== "SlasherSet"));
    const missing = await manometer("audit", id, ...where(), "--level", "1", "--api", apiUrl());
    expect(missing.output).toMatch(/✗ it leaves out the SlasherSet of block/);
    expect(missing.code).toBe(1);
  }, 60_000);

  it("ends with 2 and one line when it cannot audit", async () => {
    const unknown = `0x${"ab".repeat(32)}00000000`;
    const lines = [
      await manometer("audit", unknown, ...where()),
      await manometer("audit", id, "--rpc", "http://127.0.0.1:1", "--data-dir", folder),
      await manometer("audit", id, "--rpc", chain.rpcUrl, "--data-dir", join(folder, "none")),
      await manometer("audit", id),
    ];
    expect(lines.map(({ code }) => code)).toEqual([2, 2, 2, 2]);
    expect(lines.map(({ output }) => output)).toEqual([
      expect.stringMatching(/has no transaction 0xabab/),
      expect.stringMatching(/127.0.0.1:1 does not answer/),
      expect.stringMatching(/nobody says where the contracts are. What to do: name a stack's folder/),
      expect.stringMatching(/level 3 needs --rpc/),
    ]);
  }, 60_000);
});

describe("manometer verify", () => {
  it("verifies a saved bundle with 0, refutes a changed one with 1, and cannot read others with 2", async () => {
    const file = join(folder, "slash.json");
    const csv = join(folder, "slash.csv");
    const saved = await manometer("audit", id, ...where(), "--bundle", file, "--csv", csv);
    expect(saved.output).toMatch(/Verdict: [A-Z_]+\. [\s\S]*Saved .*slash\.json\. Verify it with/);
    expect(readFileSync(csv, "utf8")).toMatch(/^id,event,blockNumber,.*\n0x/);
    expect((await manometer("verify", file, "--rpc", chain.rpcUrl)).code).toBe(0);

    const text = readFileSync(file, "utf8");
    const { headers } = JSON.parse(text) as Bundle;
    const trust = ["--trusted-hash", headers.at(-1)?.blockHash ?? ""];
    expect(await manometer("verify", file, ...trust)).toMatchObject({ code: 0 });
    const changed = join(folder, "changed.json");
    writeFileSync(
      changed,
      text.replace(/"timestamp":(\d+)/, (_, second) => `"timestamp":${Number(second) + 1}`),
    );
    expect(await manometer("verify", changed, ...trust)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^REFUTED: .*changed\.json: the content hashes to/),
    });
    expect(await manometer("verify", csv, ...trust)).toMatchObject({ code: 2 });
    expect(await manometer("verify", join(folder, "none"), ...trust)).toMatchObject({ code: 2 });
  }, 120_000);
});
