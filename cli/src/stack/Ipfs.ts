import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What graph-node asks for at its start. Nothing is ever stored here. */
export type Ipfs = { url: string; close(): void };

/**
 * Answers every request with 412, the answer by which graph-node knows a gateway that is alive: Manometer
 * uses no IPFS file, and graph-node refuses to start without a gateway.
 */
export async function startIpfs(): Promise<Ipfs> {
  const server: Server = createServer((_request, response) => {
    response.writeHead(412).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
