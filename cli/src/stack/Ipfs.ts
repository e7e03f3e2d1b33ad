import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * Answers every request with 412, the answer by which graph-node knows a gateway that is alive: Manometer
 * uses no IPFS file, and graph-node refuses to start without a gateway. Returns its URL; it answers as long
 * as this process lives.
 */
export async function startIpfs(): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(412).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  server.unref();
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}
