import type { Command } from "commander";

/** What names the RPC where --rpc does not: a command line can be read by everybody on the machine. */
export const RPC_VARIABLE = "MANOMETER_RPC";

const USABLE = "begins with http:// or https:// and names no user";

/**
 * The RPC that --rpc names, or else the environment; undefined where neither does. What is no such URL ends the command
 * with one line that does not show it, for it may hold a key.
 */
export function rpcOf(flag: string | undefined, command: Command): string | undefined {
  const rpc = flag ?? (process.env[RPC_VARIABLE] || undefined);
  if (rpc !== undefined && !isUsable(rpc))
    command.error(`error: --rpc (or ${RPC_VARIABLE}) is no URL that ${USABLE}`);
  return rpc;
}

function isUsable(rpc: string): boolean {
  const url = URL.parse(rpc);
  return url !== null && /^https?:$/.test(url.protocol) && `${url.username}${url.password}` === "";
}
