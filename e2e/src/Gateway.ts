import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A gateway before graph-node, as hosted ones are: it wants a key, tells less, and at times has had enough. */
export class Gateway {
  readonly url: string;
  /** Questions that were let through, refused for want of the key, and sent away for being too many. */
  readonly counts = { answered: 0, refused: 0, sentAway: 0 };
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/subgraphs/id/any`;
  }

  /** One before a subgraph's endpoint that wants a key as bearer token and sends away every so many-th question. */
  static async before(subgraphUrl: string, key: string, every: number): Promise<Gateway> {
    let asked = 0;
    const server = createServer(async (request, response) => {
      const body = await text(request);
      if (request.headers.authorization !== `Bearer ${key}`) {
        gateway.counts.refused++;
        // The Graph's gateway says so with HTTP 200.
        return response.end('{"errors":[{"message":"auth error: missing authorization header"}]}');
      }
      asked++;
      if (asked % every === 0) {
        gateway.counts.sentAway++;
        return response.writeHead(429, { "retry-after": "0" }).end("slow down");
      }
      const headers = { "content-type": "application/json" };
      const answer = await fetch(subgraphUrl, { method: "POST", headers, body });
      gateway.counts.answered++;
      response.writeHead(answer.status, headers).end(await answer.text());
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const gateway = new Gateway(server);
    return gateway;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
