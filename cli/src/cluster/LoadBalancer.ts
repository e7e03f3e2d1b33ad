import type { Means } from "../stack/Means.ts";
import { freePort, type HeldPort } from "../stack/ports.ts";
import { inRepository } from "../stack/repository.ts";
import { waitFor } from "../stack/waitFor.ts";
import { haproxyProgram } from "./haproxyProgram.ts";

const START_MS = 10_000;
const GRACE_MS = 1000;

/** Two addresses of one kind of server, host:port. */
export type Pair = readonly [string, string];

/** What the load is spread over. */
export type Servers = { apis: Pair; queryNodes: Pair; statusNodes: Pair };

/** A running load balancer: the servers that it stands for, without paths, and its own statistics. */
export type LoadBalancer = { apiUrl: string; queryUrl: string; statusUrl: string; statsUrl: string };

/**
 * Starts HAProxy on 127.0.0.1 with the configuration of docker-compose.yml; the held port is the API's. Errors:
 * StackError when it is missing or does not come up.
 */
export async function startLoadBalancer(
  { stack, dataDir, taken, progress }: Means,
  held: HeldPort,
  servers: Servers,
): Promise<LoadBalancer> {
  const ports = {
    graphql: await freePort(taken),
    status: await freePort(taken),
    stats: await freePort(taken),
  };
  await held.release();
  await stack.start({
    name: "HAProxy",
    command: haproxyProgram(),
    // In the foreground.
    args: ["-db", "-f", inRepository("deploy/haproxy.cfg")],
    cwd: dataDir.path,
    env: environmentOf({ api: held.port, ...ports }, servers),
    logFile: dataDir.log("haproxy"),
    stopSignal: "SIGTERM",
    graceMs: GRACE_MS,
    onRestart: (text) => progress.note(text),
  });
  const url = (port: number) => `http://127.0.0.1:${port}`;
  const statsUrl = url(ports.stats);
  await waitFor(
    () =>
      fetch(`${statsUrl}/metrics`)
        .then(({ ok }) => ok || null)
        .catch(() => null),
    {
      signal: stack.signal,
      timeoutMs: START_MS,
      everyMs: 50,
      missing: "HAProxy did not answer",
      advice: `see ${dataDir.log("haproxy")}`,
    },
  );
  return { apiUrl: url(held.port), queryUrl: url(ports.graphql), statusUrl: url(ports.status), statsUrl };
}

type Ports = { api: number; graphql: number; status: number; stats: number };

/** The variables of deploy/haproxy.cfg. */
export function environmentOf(
  ports: Ports,
  { apis, queryNodes, statusNodes }: Servers,
): Record<string, string> {
  const at = (port: number) => `127.0.0.1:${port}`;
  return {
    API_BIND: at(ports.api),
    GRAPHQL_BIND: at(ports.graphql),
    STATUS_BIND: at(ports.status),
    STATS_BIND: at(ports.stats),
    API_1: apis[0],
    API_2: apis[1],
    QUERY_1: queryNodes[0],
    QUERY_2: queryNodes[1],
    QUERY_1_STATUS: statusNodes[0],
    QUERY_2_STATUS: statusNodes[1],
    // Never asked: there are no names to resolve.
    NAMESERVER: "127.0.0.1:53",
  };
}
