import type { Stack } from "./Stack.ts";

/** The chain's RPC, as `manometer up` has printed it. Throws before it is ready. */
export function rpcUrl({ output }: Stack): string {
  return printed(output, /chain RPC\s+(http:\/\/127\.0\.0\.1:\d+)/, "the chain's RPC");
}

/** graph-node's own endpoint of the subgraph, known as soon as graph-node runs. Throws before that. */
export function subgraphUrl({ output }: Stack): string {
  const server = printed(output, /graph-node\b.*?(http:\/\/127\.0\.0\.1:\d+)/, "graph-node's URL");
  return `${server}/subgraphs/name/manometer`;
}

function printed(output: string, pattern: RegExp, what: string): string {
  const found = output.match(pattern)?.[1];
  if (found === undefined) throw new Error(`manometer up has not printed ${what} yet:\n${output}`);
  return found;
}
