import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A way to a server of this machine that can be shut, as if the server were away. */
export class Gate {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isOpen = true;

  private constructor(port: number) {
    this.#server = createServer((client) => {
      if (!this.#isOpen) return client.destroy();
      const server = connect(port, "127.0.0.1");
      for (const [socket, other] of [
        [client, server],
        [server, client],
      ] as const) {
        this.#sockets.add(socket);
        socket.on("error", () => other.destroy());
        socket.on("close", () => {
          this.#sockets.delete(socket);
          other.destroy();
        });
        socket.pipe(other);
      }
    });
  }

  /** Listens before what `url` names. */
  static async before(url: string): Promise<{ gate: Gate; url: string }> {
    const target = new URL(url);
    const gate = new Gate(Number(target.port));
    gate.#server.listen(0, "127.0.0.1");
    await once(gate.#server, "listening");
    target.port = String((gate.#server.address() as AddressInfo).port);
    return { gate, url: target.href };
  }

  /** Breaks all connections and lets none through. */
  shut(): void {
    this.#isOpen = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Lets connections through again. */
  open(): void {
    this.#isOpen = true;
  }

  close(): void {
    this.shut();
    this.#server.close();
  }
}
