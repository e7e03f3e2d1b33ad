import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { deploy } from "@manometer/contracts/deploy";
import type { Deployment } from "@manometer/contracts/deployment";
import { deploySuperfluid } from "@manometer/contracts/superfluid";
import { createPublicClient, createWalletClient, http } from "viem";
import { hardhat } from "viem/chains";
import { Rpc } from "./Rpc.ts";

/** A Hardhat node of one's own. */
export type BareChain = { rpcUrl: string; stop: () => Promise<void> };

/** A Hardhat node of one's own with the contracts on it. */
export type FreshChain = BareChain & { deployment: Deployment };

const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 5_000;
const CONTRACTS = fileURLToPath(new URL(".", import.meta.resolve("@manometer/contracts/deploy")));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("The system gave no free port");
  return address.port;
}

async function answers(rpcUrl: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) break;
    const rpc = new Rpc(rpcUrl);
    const isUp = await rpc.call("eth_chainId").then(
      () => true,
      () => false,
    );
    rpc.close();
    if (isUp) return;
    await sleep(100);
  }
  throw new Error(
    `The Hardhat node did not answer at ${rpcUrl} within two minutes; it said: ${output().slice(-2000)}`,
  );
}

/** Starts a Hardhat node whose first second is `start`, and deploys Superfluid and the contracts, a block a second. */
export async function freshChain(start: number): Promise<FreshChain> {
  const chain = await bareChain(start);
  try {
    return { ...chain, deployment: await deployAll(chain.rpcUrl, start) };
  } catch (error) {
    await chain.stop();
    throw error;
  }
}

/** Starts a Hardhat node whose first second is `start`, with nothing on it. */
export async function bareChain(start: number): Promise<BareChain> {
  const port = await freePort();
  const hardhatMain = fileURLToPath(new URL("cli.js", import.meta.resolve("hardhat")));
  const args = [hardhatMain, "node", "--hostname", "127.0.0.1", "--port", String(port)];
  const env = { ...process.env, MANOMETER_CHAIN_START: String(start) };
  const child = spawn(process.execPath, args, {
    cwd: `${CONTRACTS}/..`,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    const killer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
    await once(child, "exit");
    clearTimeout(killer);
  };
  const rpcUrl = `http://127.0.0.1:${port}`;
  try {
    await answers(rpcUrl, child, () => output);
    return { rpcUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function deployAll(rpcUrl: string, start: number): Promise<Deployment> {
  const rpc = new Rpc(rpcUrl);
  await rpc.call("hardhat_setLoggingEnabled", false);
  const [owner, treasury] = (await rpc.call("eth_accounts")) as [`0x${string}`, `0x${string}`];
  const transport = http(rpcUrl);
  const publicClient = createPublicClient({ chain: hardhat, transport });
  const walletClient = createWalletClient({ account: owner, chain: hardhat, transport });
  let second = start;
  const progress = async () => {
    second += 1;
    await rpc.call("evm_setNextBlockTimestamp", second);
  };
  const clients = { publicClient, walletClient };
  const framework = await deploySuperfluid(clients, progress);
  const deployment = await deploy({ ...clients, framework, treasury, progress });
  rpc.close();
  return deployment;
}
