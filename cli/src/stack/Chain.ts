import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Means } from "./Means.ts";
import { freePort } from "./ports.ts";
import { inRepository } from "./repository.ts";
import { rpc } from "./rpc.ts";
import { StackError } from "./StackError.ts";
import { shownUrl } from "./shownUrl.ts";
import { waitFor } from "./waitFor.ts";

const START_MS = 60_000;
const GRACE_MS = 1000;

/** A chain that answers. */
export type Chain = {
  /** The name by which graph-node and the manifest know it. */
  network: string;
  url: string;
  chainId: number;
  /** The hash of block 0, 0x… in lower case: what tells one chain from another of the same name. */
  genesis: string;
};

/** Where a server listens. */
export type Address = { host: string; port: number };

/**
 * Begins a new local chain in memory, on a free port of 127.0.0.1 where no address is given. `start`: the time of
 * block 0, in unix seconds.
 */
export async function startLocalChain(
  { stack, dataDir, taken }: Means,
  start: number,
  at: Address | null = null,
): Promise<Chain> {
  const contracts = inRepository("contracts");
  if (!existsSync(join(contracts, "artifacts"))) {
    throw new StackError("the contracts are not built (contracts/artifacts is missing)", "run npm run build");
  }
  const { host, port } = at ?? { host: "127.0.0.1", port: await freePort(taken) };
  const url = `http://127.0.0.1:${port}`;
  await stack.start({
    name: "Hardhat node",
    command: process.execPath,
    args: [hardhat(contracts), "node", "--hostname", host, "--port", String(port)],
    cwd: contracts,
    env: { MANOMETER_CHAIN_START: String(start), HARDHAT_DISABLE_TELEMETRY: "true" },
    logFile: dataDir.log("chain"),
    stopSignal: "SIGTERM",
    graceMs: GRACE_MS,
  });
  const chain = await waitFor(() => connect("local", url).catch(() => null), {
    signal: stack.signal,
    timeoutMs: START_MS,
    everyMs: 100,
    missing: "the Hardhat node did not answer",
    advice: `see ${dataDir.log("chain")}`,
  });
  // It would write every call into its log.
  await rpc(url, "hardhat_setLoggingEnabled", [false]);
  return chain;
}

/** A chain that runs already. Errors: StackError when it does not answer. */
export async function existingChain(network: string, url: string): Promise<Chain> {
  try {
    return await connect(network, url);
  } catch (error) {
    throw new StackError(
      `the RPC ${shownUrl(url)} (--rpc) does not answer as an Ethereum node: ${error instanceof Error ? error.message : error}`,
      "check the URL and that the node runs",
    );
  }
}

async function connect(network: string, url: string): Promise<Chain> {
  const [chainId, block] = await Promise.all([
    rpc(url, "eth_chainId", []),
    rpc(url, "eth_getBlockByNumber", ["0x0", false]),
  ]);
  return { network, url, chainId: Number(chainId), genesis: blockHash(block) };
}

/** The hash of a block as eth_getBlockByNumber gives it. */
function blockHash(block: unknown): string {
  if (typeof block === "object" && block !== null && "hash" in block && typeof block.hash === "string") {
    return block.hash.toLowerCase();
  }
  throw new Error("it has no block 0");
}

/** The number of the chain's newest block. */
export async function headNumber(chain: Chain): Promise<number> {
  return Number(await rpc(chain.url, "eth_blockNumber", []));
}

function hardhat(contracts: string): string {
  const require = createRequire(join(contracts, "package.json"));
  return join(dirname(require.resolve("hardhat/package.json")), "dist", "src", "cli.js");
}
