import type { Chain } from "./Chain.ts";
import type { Database } from "./Database.ts";
import { gndProgram } from "./gndProgram.ts";
import { startIpfs } from "./Ipfs.ts";
import type { Means } from "./Means.ts";
import { writePlaceholder } from "./placeholder.ts";
import { freePort } from "./ports.ts";
import { rpc } from "./rpc.ts";
import { waitFor } from "./waitFor.ts";

const PLACEHOLDER = "placeholder";
const START_MS = 60_000;
// It takes 1 to 3 s to end.
const GRACE_MS = 4000;

/** A running graph-node and where it answers. */
export type GraphNode = {
  /** The server of GraphQL queries, without a path. */
  queryUrl: string;
  /** The GraphQL endpoint that tells how far each subgraph is. */
  statusUrl: string;
  /** The JSON-RPC that deploys; it has no authentication. */
  adminUrl: string;
  ports: { query: number; status: number; admin: number; metrics: number };
};

/** Starts graph-node on a database and a chain. Errors: StackError when it is missing or does not come up. */
export async function startGraphNode(
  { stack, dataDir, taken }: Means,
  chain: Chain,
  database: Database,
): Promise<GraphNode> {
  const ports = {
    query: await freePort(taken),
    status: await freePort(taken),
    admin: await freePort(taken),
    metrics: await freePort(taken),
  };
  await stack.start({
    name: "graph-node",
    command: gndProgram(),
    args: [
      "dev",
      // Relative, because gnd splits this option at commas and colons.
      `--manifests=${PLACEHOLDER}/${writePlaceholder(dataDir.file(PLACEHOLDER), chain.network)}`,
      `--ipfs=${await startIpfs()}`,
      `--http-port=${ports.query}`,
      `--index-node-port=${ports.status}`,
      `--admin-port=${ports.admin}`,
      `--metrics-port=${ports.metrics}`,
    ],
    cwd: dataDir.path,
    // Not as arguments, which everyone on this machine can read: both may hold a secret.
    env: { ...SETTINGS, POSTGRES_URL: database.url, ETHEREUM_RPC: `${chain.network}:${chain.url}` },
    logFile: dataDir.log("graph-node"),
    // SIGTERM does nothing to it. It ends with exit code 134, which is how it always ends.
    stopSignal: "SIGINT",
    graceMs: GRACE_MS,
  });
  const node: GraphNode = {
    queryUrl: `http://127.0.0.1:${ports.query}`,
    statusUrl: `http://127.0.0.1:${ports.status}/graphql`,
    adminUrl: `http://127.0.0.1:${ports.admin}`,
    ports,
  };
  await waitFor(() => answers(node), {
    signal: stack.signal,
    timeoutMs: START_MS,
    everyMs: 100,
    missing: "graph-node did not answer",
    advice: `see ${dataDir.log("graph-node")}`,
  });
  return node;
}

const SETTINGS = {
  // With backtraces it takes more than twice as long for each event.
  RUST_BACKTRACE: "0",
  RUST_LIB_BACKTRACE: "0",
  GRAPH_LOG: "warn",
  GRAPH_NODE_ID: "manometer",
  ETHEREUM_POLLING_INTERVAL: "100",
  // Its cache of the head can stay some blocks behind for as long as a chain rests after a burst of blocks.
  GRAPH_STORE_DISABLE_CHAIN_HEAD_PTR_CACHE: "true",
  GRAPH_STORE_WRITE_BATCH_DURATION: "1",
  GRAPH_GRAPHQL_QUERY_TIMEOUT: "30",
  GRAPH_SQL_STATEMENT_TIMEOUT: "30",
};

async function answers(node: GraphNode): Promise<true | null> {
  // An unknown method is answered with an error, which is an answer.
  const isUp = await rpc(node.adminUrl, "manometer_ping", {}).then(
    () => true,
    (error: Error) => /method not found/i.test(error.message),
  );
  return isUp ? true : null;
}
