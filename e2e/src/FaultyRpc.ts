import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

/** What an RPC may do in the place of an answer; the last one keeps the connection and says nothing, ever. */
export const RPC_FAULTS = ["HTTP 429", "HTTP 500", "garbage", "half a body", "nothing"] as const;
export type RpcFault = (typeof RPC_FAULTS)[number];

const JSON_HEADERS = { "content-type": "application/json" };
const POLL_MS = 20;

/** Another way to a chain that can be told to fail, and how far and how fast its logs may be read. */
export class FaultyRpc {
  /** What it does now; null is to answer as the chain does. */
  fault: RpcFault | null = null;
  /** Logs that begin beyond this block wait until it is raised; a question for several blocks may reach past it. */
  ceiling = Number.POSITIVE_INFINITY;
  /** How long each question for logs takes, so that an index is at work for a while (ms). */
  holdMs = 0;
  readonly #failed = new Map<string, number>();
  readonly #server: Server;
  readonly #target: string;
  #isClosed = false;

  private constructor(server: Server, target: string) {
    this.#server = server;
    this.#target = target;
  }

  /** Listens before the RPC `target`. */
  static async before(target: string): Promise<FaultyRpc> {
    const server = createServer();
    const rpc = new FaultyRpc(server, target);
    server.on("request", (request, response) => {
      rpc.#answer(request, response).catch(() => response.destroy());
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return rpc;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How often the fault came in the place of an answer to these methods. */
  failed(...methods: string[]): number {
    return methods.reduce((sum, method) => sum + (this.#failed.get(method) ?? 0), 0);
  }

  close(): void {
    this.#isClosed = true;
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const first = firstBlock(body);
    while (first > this.ceiling && !this.#isClosed && !response.destroyed) await sleep(POLL_MS);
    if (first > 0 && this.holdMs > 0) await sleep(this.holdMs);
    if (response.destroyed) return;
    if (this.fault !== null) return this.#fail(this.fault, body, response);
    const answer = await fetch(this.#target, { method: "POST", headers: JSON_HEADERS, body });
    response.writeHead(answer.status, JSON_HEADERS).end(await answer.text());
  }

  async #fail(fault: RpcFault, body: string, response: ServerResponse): Promise<void> {
    for (const [, method = ""] of body.matchAll(/"method":\s*"(\w+)"/g))
      this.#failed.set(method, this.failed(method) + 1);
    if (fault === "HTTP 429") response.writeHead(429, { "retry-after": "1" }).end("too many requests");
    else if (fault === "HTTP 500") response.writeHead(500).end("internal error");
    else if (fault === "garbage") response.writeHead(200, JSON_HEADERS).end("<html>\u0000{]out of order");
    else if (fault === "half a body") {
      const answer = await fetch(this.#target, { method: "POST", headers: JSON_HEADERS, body });
      const whole = await answer.text();
      response.writeHead(200, { ...JSON_HEADERS, "content-length": Buffer.byteLength(whole) });
      response.write(whole.slice(0, whole.length / 2), () => response.destroy());
    }
  }
}

/** The first block whose logs are asked for, of several questions the latest; 0 where none are. */
function firstBlock(body: string): number {
  if (!body.includes("eth_getLogs")) return 0;
  const found = [...body.matchAll(/"fromBlock":\s*"(0x[0-9a-f]+)"/g)].map(([, block]) => Number(block));
  return Math.max(0, ...found);
}
