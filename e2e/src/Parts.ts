import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { indexedBlock } from "./indexed.ts";
import { Part } from "./Part.ts";
import type { Stack } from "./Stack.ts";

const SUBGRAPH = "manometer";
const PATIENCE_S = 300;
/** What ends each part in good order. */
const SIGNALS = { PostgreSQL: "SIGINT", "graph-node": "SIGINT", API: "SIGTERM" } as const;
type Name = keyof typeof SIGNALS;

/** The parts of a stack without its supervisor: each is kept running by itself, and one may die while the others live. */
export class Parts {
  readonly postgres: Part;
  readonly graphNode: Part;
  readonly api: Part;
  readonly #ipfs: Server;
  readonly #dataDir: string;

  private constructor(parts: Record<Name, Part>, ipfs: Server, dataDir: string) {
    this.postgres = parts.PostgreSQL;
    this.graphNode = parts["graph-node"];
    this.api = parts.API;
    this.#ipfs = ipfs;
    this.#dataDir = dataDir;
  }

  /** Learns how a running stack's parts are started, and stops the stack; nothing runs then. */
  static async of(stack: Stack): Promise<Parts> {
    const running = await stack.json<{ name: string; pid: number }[]>("processes.json");
    // graph-node wants a gateway that lives as long as itself; the stack's own ends with the stack
    const ipfs = createServer((_request, response) => response.writeHead(412).end()).listen(0, "127.0.0.1");
    await once(ipfs, "listening");
    const gateway = `--ipfs=http://127.0.0.1:${(ipfs.address() as AddressInfo).port}`;
    const partOf = async (name: Name): Promise<Part> => {
      const pid = running.find((part) => part.name === name)?.pid;
      if (pid === undefined) throw new Error(`The stack runs no ${name}`);
      const { command, ...rest } = await Part.commandOf(pid);
      const database = String(rest.env.POSTGRES_URL);
      return new Part({
        ...rest,
        name,
        // one that comes up before its database neither works nor ends
        ...(name === "graph-node" && {
          before: () => eventually("PostgreSQL", () => ask(database, "SELECT 1")),
        }),
        command: command.map((word) => (word.startsWith("--ipfs=") ? gateway : word)),
        logFile: join(stack.dataDir, "logs", `${name}-alone.log`),
        stopSignal: SIGNALS[name],
      });
    };
    const parts = {
      PostgreSQL: await partOf("PostgreSQL"),
      "graph-node": await partOf("graph-node"),
      API: await partOf("API"),
    };
    await stack.stop();
    return new Parts(parts, ipfs, stack.dataDir);
  }

  /** The API's GraphQL endpoint. */
  get url(): string {
    return `http://127.0.0.1:${this.api.spec.env.PORT}/graphql`;
  }

  /** graph-node's endpoint of the subgraph. */
  get subgraphUrl(): string {
    return `http://127.0.0.1:${this.#port("http")}/subgraphs/name/${SUBGRAPH}`;
  }

  /** Starts everything with an empty database, deploys the subgraph and waits for the first block of its index. */
  async startAnew(): Promise<void> {
    this.postgres.start();
    await eventually("PostgreSQL", () => this.#emptyDatabase());
    this.graphNode.start();
    await eventually("graph-node", () => this.#deploy());
    this.api.start();
    await this.untilIndexed(1);
    await eventually("the API", async () => (await fetch(new URL("/ready", this.url))).status < 600 || null);
  }

  /**
   * Kills one part without warning. With PostgreSQL graph-node is killed too, as `manometer up` ends both: left alone it
   * does not always notice new blocks again once its database has been away.
   */
  async kill(part: Part): Promise<void> {
    const dying = part === this.postgres ? [part, this.graphNode] : [part];
    await Promise.all(dying.map((each) => each.kill()));
  }

  /** Waits until graph-node has indexed a block. Throws after five minutes without progress. */
  async untilIndexed(block: number): Promise<void> {
    await untilAt(this.subgraphUrl, block).catch(async (error: Error) => {
      throw new Error(
        `${error.message}\n${await this.graphNode.lastLines(20, /block polling|Connection checkout/)}`,
      );
    });
  }

  /** Stops everything, in good order. */
  async stop(): Promise<void> {
    for (const part of [this.api, this.graphNode, this.postgres]) await part.stop();
    this.#ipfs.close();
    this.#ipfs.closeAllConnections();
  }

  async #emptyDatabase(): Promise<true> {
    const url = String(this.graphNode.spec.env.POSTGRES_URL).replace(/\/[^/]+$/, "/postgres");
    return ask(url, `DROP DATABASE IF EXISTS ${SUBGRAPH} WITH (FORCE)`, `CREATE DATABASE ${SUBGRAPH}`);
  }

  async #deploy(): Promise<true> {
    const [build] = await readdir(join(this.#dataDir, "subgraph"));
    const ipfs_hash = join(this.#dataDir, "subgraph", String(build), "subgraph.yaml");
    await this.#admin("subgraph_create", { name: SUBGRAPH });
    await this.#admin("subgraph_deploy", { name: SUBGRAPH, ipfs_hash });
    return true;
  }

  async #admin(method: string, params: object): Promise<void> {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const headers = { "content-type": "application/json" };
    const url = `http://127.0.0.1:${this.#port("admin")}`;
    const answer = await fetch(url, { method: "POST", headers, body });
    const { error } = (await answer.json()) as { error?: { message: string } };
    if (error !== undefined && !/already exists/.test(error.message)) throw new Error(error.message);
  }

  #port(which: "http" | "admin"): string {
    const option = `--${which}-port=`;
    return String(this.graphNode.spec.command.find((word) => word.startsWith(option))).slice(option.length);
  }
}

async function ask(connectionString: string, ...statements: string[]): Promise<true> {
  const client = new pg.Client({ connectionString });
  client.on("error", () => undefined);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
  return true;
}

/** Asks again and again until there is an answer other than null. Throws after some seconds, with the last error. */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | null>,
  seconds = PATIENCE_S,
): Promise<T> {
  const end = performance.now() + seconds * 1000;
  let last: unknown = "nothing";
  while (performance.now() < end) {
    try {
      const answer = await probe();
      if (answer !== null) return answer;
    } catch (error) {
      last = error;
    }
    await sleep(50);
  }
  throw new Error(`${what} did not come within ${seconds} s; the last that came of it: ${last}`);
}

/** Waits until graph-node's endpoint of a subgraph is at a block. Throws after some seconds without progress. */
export async function untilAt(url: string, block: number, seconds = PATIENCE_S): Promise<void> {
  let last = -1;
  while (last < block) {
    const before = last;
    await eventually(
      `an index beyond block ${before}`,
      async () => {
        last = (await indexedBlock(url))?.number ?? last;
        return last > before || last >= block ? true : null;
      },
      seconds,
    );
  }
}
