import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import type { GraphNodeUrls } from "./Versions.ts";

type Asked = {
  method?: string;
  params?: { name: string; ipfs_hash?: string };
  query?: string;
  variables?: { name?: string; ids?: string[] };
};

/**
 * What of a graph-node can be seen from its names: it keeps them, and says of each deployment what it is told to. The
 * moments between two orders, in which others give theirs, cannot be had from a real one.
 */
export class GraphNodeStandIn {
  readonly names = new Map<string, string>();
  /** The deployments that have caught up; every other one that has a name is being indexed. */
  readonly synced = new Set<string>();
  readonly failed = new Set<string>();
  /** Called after each order that changes a name; what it throws is what graph-node answers. */
  onOrder: (method: string, name: string) => void = () => undefined;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const asked = (await json(request)) as Asked;
      try {
        response.end(JSON.stringify(asked.query === undefined ? this.#order(asked) : this.#tell(asked)));
      } catch (error) {
        response.end(JSON.stringify({ error: { message: (error as Error).message } }));
      }
    });
  }

  static async start(names: Record<string, string>): Promise<GraphNodeStandIn> {
    const node = new GraphNodeStandIn();
    for (const [name, id] of Object.entries(names)) node.names.set(name, id);
    await new Promise<void>((resolve) => node.#server.listen(0, "127.0.0.1", resolve));
    return node;
  }

  get urls(): GraphNodeUrls {
    const url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return { adminUrl: url, statusUrl: url };
  }

  stop(): void {
    this.#server.close().closeAllConnections();
  }

  #order({ method = "", params }: Asked): unknown {
    const { name, ipfs_hash: id } = params as { name: string; ipfs_hash?: string };
    if (method === "subgraph_deploy") this.names.set(name, String(id));
    if (method === "subgraph_remove") this.names.delete(name);
    if (method !== "subgraph_create") this.onOrder(method, name);
    return { result: {} };
  }

  #tell({ variables }: Asked): unknown {
    const { name, ids } = variables as { name?: string; ids?: string[] };
    if (ids !== undefined) return { data: { found: ids.map((id) => this.#status(id)) } };
    const id = this.names.get(String(name));
    return { data: { found: id === undefined ? null : this.#status(id) } };
  }

  #status(id: string): unknown {
    const isFailed = this.failed.has(id);
    const number = { number: this.synced.has(id) ? "100" : "50" };
    return {
      subgraph: id,
      health: isFailed ? "failed" : "healthy",
      synced: this.synced.has(id),
      fatalError: isFailed ? { message: "no slash was expected", deterministic: true, block: number } : null,
      chains: [{ latestBlock: number, chainHeadBlock: { number: "100" } }],
    };
  }
}
