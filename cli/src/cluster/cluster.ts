import { startApi, untilReady } from "../stack/Api.ts";
import { type GraphNode, startGraphNode } from "../stack/GraphNode.ts";
import type { Means } from "../stack/Means.ts";
import type { Postgres } from "../stack/Postgres.ts";
import { freePort, type HeldPort } from "../stack/ports.ts";
import { SUBGRAPH, type Subgraph } from "../stack/Subgraph.ts";
import { readSettings } from "../stack/settings.ts";
import type { World } from "../stack/World.ts";
import { type LoadBalancer, type Servers, startLoadBalancer } from "./LoadBalancer.ts";
import { REPLICA_HOST } from "./Replica.ts";

/** What a cluster grows from: the port that its users know, and what runs already: an index node, and a replica. */
export type Trunk = { port: HeldPort; world: World; postgres: Postgres; subgraph: Subgraph };

/** A running cluster: its public URL without a path, and lines for a person about the rest. */
export type Cluster = { url: string; about: readonly string[] };

/** Two of what there are two of. */
const NUMBERS = [1, 2] as const;

/**
 * Starts what docker-compose.yml has twice, as processes: two query nodes that read the replica, two processes of the
 * API, and the load balancer before both. Any of them may die and is started again.
 * Errors: StackError when one is missing or does not come up.
 */
export async function startCluster(means: Means, trunk: Trunk): Promise<Cluster> {
  const { progress } = means;
  const nodes = await progress.step(
    "Query nodes",
    () => pairOf((number) => startQueryNode(means, trunk, number)),
    ([one, two]) => `at ${one.queryUrl} and ${two.queryUrl}`,
  );
  const ports = await pairOf(() => freePort(means.taken));
  const balancer = await progress.step(
    "HAProxy",
    () => startLoadBalancer(means, trunk.port, serversOf(ports, nodes)),
    ({ queryUrl }) => `query nodes at ${queryUrl}`,
  );
  const apis = await progress.step(
    "APIs",
    () =>
      pairOf((number) =>
        startApiBehind(means, trunk, { balancer, number, port: ports[number - 1] as number }),
      ),
    (urls) => `at ${urls.join(" and ")}`,
  );
  // The load balancer asks after them every half a second, and refuses everybody until it knows of one.
  const { signal } = means.stack;
  const logFile = means.dataDir.log("haproxy");
  await untilReady({ url: balancer.apiUrl, name: "HAProxy", logFile, signal }, () => {});
  return { url: balancer.apiUrl, about: about(balancer, nodes, apis) };
}

function startQueryNode(means: Means, { world, postgres }: Trunk, number: number): Promise<GraphNode> {
  return startGraphNode(means, world.chain, postgres.database, {
    name: `query node ${number}`,
    id: `query_${number}`,
    env: {
      ...readSettings("query-node"),
      GRAPH_POSTGRES_SECONDARY_HOSTS: REPLICA_HOST,
    },
    onRestart: (text) => means.progress.note(text),
  });
}

type Place = { balancer: LoadBalancer; number: number; port: number };

function startApiBehind(means: Means, { world, subgraph }: Trunk, place: Place): Promise<string> {
  const { balancer, number, port } = place;
  const plan = {
    port: { port, release: async () => {} },
    subgraph: {
      ...subgraph,
      url: `${balancer.queryUrl}/subgraphs/name/${SUBGRAPH}`,
      statusUrl: `${balancer.statusUrl}/graphql`,
    },
    superToken: world.superToken,
    name: `API ${number}`,
    env: readSettings("api-behind-haproxy"),
    onRestart: (text: string) => means.progress.note(text),
  };
  return startApi(means, plan, () => {});
}

function serversOf(apiPorts: readonly [number, number], nodes: readonly [GraphNode, GraphNode]): Servers {
  const at = (port: number) => `127.0.0.1:${port}`;
  return {
    apis: [at(apiPorts[0]), at(apiPorts[1])],
    queryNodes: [at(nodes[0].ports.query), at(nodes[1].ports.query)],
    statusNodes: [at(nodes[0].ports.status), at(nodes[1].ports.status)],
  };
}

async function pairOf<T>(make: (number: number) => Promise<T>): Promise<[T, T]> {
  const [one, two] = NUMBERS;
  return await Promise.all([make(one), make(two)]);
}

function about(balancer: LoadBalancer, nodes: readonly GraphNode[], apis: readonly string[]): string[] {
  const ports = nodes.flatMap(({ ports }) => Object.values(ports));
  return [
    `APIs        ${apis.join(" and ")}`,
    `query nodes ${balancer.queryUrl}/subgraphs/name/${SUBGRAPH}`,
    `HAProxy     ${balancer.statsUrl} shows what it does, ${balancer.statsUrl}/metrics is for Prometheus`,
    `The query nodes listen on every interface too (ports ${ports.join(", ")}).`,
  ];
}
