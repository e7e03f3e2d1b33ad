import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Stands before graph-node and keeps what it is asked. */
export class CountingProxy {
  readonly #server: Server;
  readonly #path: string;
  #asked: string[] = [];

  private constructor(server: Server, path: string) {
    this.#server = server;
    this.#path = path;
  }

  /** Passes everything on to a GraphQL endpoint over HTTP. */
  static async before(url: string): Promise<CountingProxy> {
    const { hostname, port, pathname } = new URL(url);
    const server = createServer();
    const proxy = new CountingProxy(server, pathname);
    server.on("request", async (incoming, outgoing) => {
      const body = Buffer.concat(await incoming.toArray());
      proxy.#asked.push(body.toString());
      const { method, headers, url: path } = incoming;
      const onward = request({ hostname, port, path, method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on("error", () => outgoing.destroy());
      onward.end(body);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return proxy;
  }

  /** The endpoint, by way of here. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${this.#path}`;
  }

  /** The bodies of the requests since the last call. */
  take(): string[] {
    const asked = this.#asked;
    this.#asked = [];
    return asked;
  }

  /** Ends it, with all connections. */
  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
