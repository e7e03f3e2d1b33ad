import pg from "pg";
import { vi } from "vitest";
import type { Running } from "./Running.ts";

const PATIENCE = { timeout: 30_000, interval: 50 };

/** What HAProxy has counted of one server: sessions since its start, those that run now, and whether it is up. */
export type Counted = { sessions: number; running: number; isUp: boolean };

/** The members of a running `manometer up --cluster`, seen from outside. */
export class Members {
  readonly #running: Running;

  constructor(running: Running) {
    this.#running = running;
  }

  /** The subgraph's endpoint at the load balancer, which spreads it over the query nodes. */
  get queryUrl(): string {
    return this.#printed(/query nodes (http:\S+)/);
  }

  /** The same endpoint at one of the two query nodes. */
  queryNode(number: 1 | 2): string {
    const [, ...urls] = this.#running.output.match(/Query nodes\s+at (http:\S+) and (http:\S+)/) ?? [];
    return `${urls[number - 1]}/subgraphs/name/manometer`;
  }

  /** The subgraph's endpoint at the node that indexes, which reads the primary database. */
  get indexNode(): string {
    return this.#printed(/graph-node {2}(http:\S+)/);
  }

  /** Where HAProxy shows what it does. */
  get statsUrl(): string {
    return this.#printed(/HAProxy {5}(http:\S+)/);
  }

  /** What the node that indexes measures of itself. */
  get metricsOfGraphNode(): string {
    const port = this.#printed(/of this machine \(ports \d+, \d+, \d+, (\d+)\)/);
    return `http://127.0.0.1:${port}/metrics`;
  }

  /** Where each service of docker-compose.yml tells its figures here, by its name: { haproxy: "127.0.0.1:8404" }. */
  figures(): Record<string, string> {
    const [, ...apis] = this.#running.output.match(/APIs\s+at (http:\S+) and (http:\S+)/) ?? [];
    const ports = this.#printed(/query nodes listen on every interface too \(ports ([\d, ]+)\)/).split(", ");
    const addresses = [this.statsUrl, this.metricsOfGraphNode, ...apis].map((url) => new URL(url).host);
    const [haproxy = "", index = "", one = "", two = ""] = addresses;
    return {
      haproxy,
      "index-node": index,
      "api-1": one,
      "api-2": two,
      "query-1": `127.0.0.1:${ports[3]}`,
      "query-2": `127.0.0.1:${ports[7]}`,
    };
  }

  /** Where a part answers questions without HAProxy; null for one that answers none: ("API 1"). */
  urlOf(name: string): string | null {
    const [kind, number] = [name.slice(0, -2), Number(name.at(-1)) as 1 | 2];
    if (kind === "query node") return this.queryNode(number);
    return kind === "API" ? `http://${this.figures()[`api-${number}`]}/graphql` : null;
  }

  /** What HAProxy has counted of a server: ("query_nodes", "query-1"). */
  async counted(backend: string, server: string): Promise<Counted> {
    const table = await fetch(`${this.statsUrl}/;csv`);
    const [head = "", ...rows] = (await table.text()).replace(/^# /, "").trim().split("\n");
    const row = rows.map((line) => line.split(",")).find(([name, of]) => name === backend && of === server);
    const value = (column: string) => row?.[head.split(",").indexOf(column)] ?? "";
    return {
      sessions: Number(value("stot")),
      running: Number(value("scur")),
      // "UP 1/2" is one whose last check failed.
      isUp: value("status") === "UP",
    };
  }

  /** The process of a part, by the name that `manometer up` tells it by: ("API 1"). */
  async pid(name: string): Promise<number> {
    const parts = await this.#running.json<{ name: string; pid: number }[]>("processes.json");
    const pid = parts.find((part) => part.name === name)?.pid;
    if (pid === undefined) throw new Error(`The cluster runs no ${name}`);
    return pid;
  }

  /** Kills a part without warning, and waits until another process stands in its place. Gives the one that died. */
  async kill(name: string): Promise<number> {
    const before = await this.pid(name);
    process.kill(before, "SIGKILL");
    await vi.waitFor(async () => {
      if ((await this.pid(name)) === before) throw new Error(`${name} is not started again`);
    }, PATIENCE);
    return before;
  }

  /** Waits until HAProxy sends questions to both servers of a backend. */
  async untilBothUp(backend: string, servers: readonly [string, string]): Promise<void> {
    await vi.waitFor(async () => {
      const counted = await Promise.all(servers.map((server) => this.counted(backend, server)));
      if (!counted.every(({ isUp }) => isUp))
        throw new Error(`${servers.join(" or ")} of ${backend} is down`);
    }, PATIENCE);
  }

  /** Asks the primary database or its replica, and gives the rows. */
  async rows<T>(server: "primary" | "replica", text: string, values: string[] = []): Promise<T[]> {
    const [, host, port] = this.#running.output.match(/Replica\s+of PostgreSQL, at ([\d.]+):(\d+)/) ?? [];
    const { password } = await this.#running.json<{ password: string }>("postgres.json");
    const client = new pg.Client({
      host: server === "replica" ? host : "127.0.0.1",
      port: Number(port),
      user: "manometer",
      password,
      database: "manometer",
    });
    await client.connect();
    try {
      return (await client.query(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  #printed(pattern: RegExp): string {
    const found = this.#running.output.match(pattern)?.[1];
    if (found === undefined)
      throw new Error(`The cluster has not printed ${pattern}:\n${this.#running.output}`);
    return found;
  }
}
