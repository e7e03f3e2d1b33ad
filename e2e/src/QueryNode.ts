import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, readlink } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Stack } from "./Stack.ts";

const START_MS = 30_000;

/** A second graph-node on a stack's database, which a story may stop without ending the stack. */
export class QueryNode {
  /** The subgraph's endpoint, the same after each start. */
  readonly url: string;
  readonly statusUrl: string;
  readonly #command: readonly string[];
  readonly #options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv };
  #child: ChildProcess | undefined;

  private constructor(command: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }) {
    this.#command = command;
    this.#options = options;
    this.url = `http://127.0.0.1:${this.#port("--http-port")}/subgraphs/name/manometer`;
    this.statusUrl = `http://127.0.0.1:${this.#port("--index-node-port")}/graphql`;
  }

  /** One like the stack's own, at other ports; not started. */
  static async beside(stack: Stack): Promise<QueryNode> {
    const parts = await stack.json<{ name: string; pid: number }[]>("processes.json");
    const pid = parts.find(({ name }) => name === "graph-node")?.pid;
    if (pid === undefined) throw new Error("The stack runs no graph-node");
    const [command, environment, cwd] = await Promise.all([
      readFile(`/proc/${pid}/cmdline`, "utf8"),
      readFile(`/proc/${pid}/environ`, "utf8"),
      readlink(`/proc/${pid}/cwd`),
    ]);
    const words = command.split("\0").filter((word) => word !== "");
    const moved = words.map(async (word) =>
      /^--[\w-]+-port=/.test(word) ? `${word.split("=")[0]}=${await freePort()}` : word,
    );
    const env = Object.fromEntries(
      environment.split("\0").map((line) => [line.split("=", 1)[0], line.slice(line.indexOf("=") + 1)]),
    );
    const own = { GRAPH_NODE_ID: "query", DISABLE_BLOCK_INGESTOR: "true" };
    return new QueryNode(await Promise.all(moved), { cwd, env: { ...env, ...own } });
  }

  get pid(): number {
    return this.#child?.pid as number;
  }

  /** Starts it; does not wait for it to answer. */
  spawn(): void {
    const [program, ...args] = this.#command as [string, ...string[]];
    this.#child = spawn(program, args, { ...this.#options, stdio: "ignore" });
  }

  /** Waits until it answers a question about the subgraph, and gives when that was (performance.now()). */
  async answers(): Promise<number> {
    const end = performance.now() + START_MS;
    while (performance.now() < end) {
      const body = JSON.stringify({ query: "{ _meta { block { number } } }" });
      const headers = { "content-type": "application/json" };
      const answer = await fetch(this.url, { method: "POST", headers, body })
        .then((response) => response.json() as Promise<{ data?: unknown }>)
        .catch(() => null);
      if (answer?.data) return performance.now();
      await sleep(20);
    }
    throw new Error(`graph-node did not answer at ${this.url} within ${START_MS / 1000} s`);
  }

  /** Stops it the way that it is always stopped, and waits for its end. */
  async stop(): Promise<void> {
    if (this.#child === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGINT");
    await ended;
  }

  #port(option: string): string | undefined {
    return this.#command.find((word) => word.startsWith(`${option}=`))?.split("=")[1];
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
