import type { Config } from "./config.ts";
import type { Upstream } from "./context.ts";

/** Whether the API can answer questions now; `reason` says why not. */
export type Readiness = {
  readonly ready: boolean;
  readonly reason: string | null;
  readonly blockNumber: number | null;
};

/** Ready is who gets an answer from graph-node whose index is near enough to the chain's head. */
export async function readiness(upstream: Upstream, config: Config): Promise<Readiness> {
  try {
    const { block: head, lag } = await upstream.head.now();
    const behind = lag === null ? 0 : lag.chainHead - head.number;
    const isNear = behind <= config.readyMaxLagBlocks;
    const far = `the index is ${behind} blocks behind the chain, ${config.readyMaxLagBlocks} are allowed`;
    return { ready: isNear, reason: isNear ? null : far, blockNumber: head.number };
  } catch (error) {
    return {
      ready: false,
      reason: error instanceof Error ? error.message : String(error),
      blockNumber: null,
    };
  }
}
