import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** One address before several servers of this machine: connections go to them by turns, and past those that refuse. */
export class RoundRobin {
  readonly #server: Server;
  readonly #ports: readonly number[];
  readonly #sockets = new Set<Socket>();
  #next = 0;

  private constructor(ports: readonly number[]) {
    this.#ports = ports;
    this.#server = createServer((client) => this.#serve(client, ports.length));
  }

  /** Listens before these ports. */
  static async before(ports: readonly number[]): Promise<RoundRobin> {
    const balancer = new RoundRobin(ports);
    balancer.#server.listen(0, "127.0.0.1");
    await once(balancer.#server, "listening");
    return balancer;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #serve(client: Socket, tries: number): void {
    if (tries === 0) {
      client.destroy();
      return;
    }
    const server = connect(this.#ports[this.#next++ % this.#ports.length] ?? 0, "127.0.0.1");
    const refused = () => this.#serve(client, tries - 1);
    server.once("error", refused);
    server.once("connect", () => {
      server.off("error", refused);
      this.#join(client, server);
    });
  }

  #join(client: Socket, server: Socket): void {
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        this.#sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }
}
