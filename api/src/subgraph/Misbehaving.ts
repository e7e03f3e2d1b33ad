import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A question as it came: its text and variables, and the request that brought it. */
export type Come = {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly request: IncomingMessage;
};

/** What is done with a question; it may well do nothing. */
export type Behaviour = (come: Come, response: ServerResponse) => void;

/** An upstream on 127.0.0.1 that behaves as badly as a test wants. */
export class Misbehaving {
  readonly url: string;
  /** Questions that have come. */
  asked = 0;
  /** Questions whose asker has left before it was answered. */
  left = 0;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  }

  /** Starts one on a free port, or where one was before. */
  static async start(behaviour: Behaviour, port = 0): Promise<Misbehaving> {
    const server = createServer(async (request, response) => {
      upstream.asked++;
      response.on("close", () => {
        if (!response.writableFinished) upstream.left++;
      });
      const { query, variables } = JSON.parse(await text(request));
      behaviour({ query, variables, request }, response);
    }).listen(port, "127.0.0.1");
    await once(server, "listening");
    const upstream = new Misbehaving(server);
    return upstream;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** Stops at once, as a process that is killed. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }
}

/** Answers with a status and JSON. */
export function answerWith(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}
