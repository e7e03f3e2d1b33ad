import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

/** Stands before an HTTP server, hands everything on, and counts the requests. */
export class CountingProxy {
  readonly #server: Server;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #target: URL;
  #count = 0;

  constructor(target: string) {
    this.#target = new URL(target);
    this.#server = createServer((from, to) => this.#handOn(from, to));
  }

  /** Begins to listen on 127.0.0.1; the target's URL, by way of the proxy. */
  async start(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}${this.#target.pathname}`;
  }

  /** How many requests have come. */
  get count(): number {
    return this.#count;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
    this.#agent.destroy();
  }

  #handOn(from: IncomingMessage, to: ServerResponse): void {
    this.#count += 1;
    const { hostname, port } = this.#target;
    const options = { hostname, port, path: from.url, method: from.method, headers: from.headers };
    const upstream = request({ ...options, agent: this.#agent }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    upstream.on("error", () => to.destroy());
    from.pipe(upstream);
  }
}
