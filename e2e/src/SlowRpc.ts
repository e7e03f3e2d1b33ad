import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

/** Another way to a chain, on which every question for logs takes its time: a backfill through it can be caught halfway. */
export class SlowRpc {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Listens before the RPC `target`; each eth_getLogs is held for `holdMs`. */
  static async before(target: string, holdMs: number): Promise<SlowRpc> {
    const server = createServer((request, response) => {
      forward(request, response, { target, holdMs }).catch(() => response.destroy());
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new SlowRpc(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  { target, holdMs }: { target: string; holdMs: number },
): Promise<void> {
  const body = await text(request);
  if (body.includes("eth_getLogs")) await sleep(holdMs);
  const headers = { "content-type": "application/json" };
  const answer = await fetch(target, { method: "POST", headers, body });
  response.writeHead(answer.status, headers).end(await answer.text());
}
