import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import type { Running } from "./Running.ts";

/** The chain's RPC, as `manometer up` has printed it. Throws before it is ready. */
export function rpcUrl({ output }: Running): string {
  return printed(output, /chain \d+, at (http:\/\/127\.0\.0\.1:\d+)/, "the chain's RPC");
}

/** graph-node's own endpoint of the subgraph, known as soon as graph-node runs. Throws before that. */
export function subgraphUrl({ output }: Running): string {
  const server = printed(output, /graph-node\b.*?(http:\/\/127\.0\.0\.1:\d+)/, "graph-node's URL");
  return `${server}/subgraphs/name/manometer`;
}

function printed(output: string, pattern: RegExp, what: string): string {
  const found = output.match(pattern)?.[1];
  if (found === undefined) throw new Error(`manometer up has not printed ${what} yet:\n${output}`);
  return found;
}

/** A port of this machine that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
