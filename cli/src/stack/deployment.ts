import type { Deployment } from "@manometer/contracts/deployment";
import { createPublicClient, createWalletClient, http } from "viem";
import { hardhat } from "viem/chains";
import { type Chain, headNumber } from "./Chain.ts";
import type { Report } from "./Progress.ts";
import { rpc } from "./rpc.ts";

/**
 * Deploys Superfluid and the five contracts onto the new local chain. The blocks are a second apart,
 * so that the same start gives the same blocks. The chain's accounts 0 and 1 become
 * the owner and the treasury.
 */
export async function deployLocal(chain: Chain, start: number, report: Report): Promise<Deployment> {
  const { deploySuperfluid } = await import("@manometer/contracts/superfluid");
  const { deploy } = await import("@manometer/contracts/deploy");
  const transport = http(chain.url);
  const publicClient = createPublicClient({ chain: hardhat, transport });
  const [owner, treasury] = await createWalletClient({ chain: hardhat, transport }).getAddresses();
  if (owner === undefined || treasury === undefined) throw new Error("the chain has no unlocked accounts");
  const walletClient = createWalletClient({ chain: hardhat, transport, account: owner });

  let blocks = await headNumber(chain);
  const progress = async (done: number, total: number, step: string) => {
    report(`${done} of ${total}: ${step}`);
    blocks++;
    await rpc(chain.url, "evm_setNextBlockTimestamp", [start + blocks]);
  };
  const framework = await deploySuperfluid({ walletClient, publicClient }, progress);
  return await deploy({ walletClient, publicClient, framework, treasury, network: chain.network, progress });
}
