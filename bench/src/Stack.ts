import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { type Children, ROOT } from "./Children.ts";

/** Where the parts of a running stack answer. */
export type Stack = {
  /** The API's GraphQL endpoint. */
  readonly api: string;
  /** graph-node's GraphQL endpoint of the subgraph. */
  readonly subgraph: string;
  /** What only our own stack tells; null for a given one. */
  readonly own: OwnParts | null;
};

/** The inner parts of a stack of our own. */
export type OwnParts = {
  readonly chain: string;
  readonly status: string;
  readonly superToken: string;
  readonly database: string;
  readonly dataDir: string;
};

/** Starts `manometer up` on a history that stands still, in a folder of its own. */
export async function startStack(children: Children, profile: string): Promise<Stack> {
  const dataDir = await children.folder();
  const port = String(await freePort());
  const args = ["up", "--profile", profile, "--no-live", "--port", port, "--data-dir", dataDir];
  const lines = await children.start(["cli/src/main.ts", ...args], /Stop with Ctrl-C/, { signal: "SIGINT" });
  const text = lines.join("\n");
  const deployment = await json<{ superfluid: { superToken: string } }>(dataDir, "deployment.json");
  return {
    api: found(text, /^Ready.*(http:\S+\/graphql)/m),
    subgraph: found(text, /graph-node +(http:\S+\/subgraphs\/\S+)/),
    own: {
      chain: found(text, /chain RPC +(http:\S+)/),
      status: `http://127.0.0.1:${found(text, /\(ports \d+, (\d+)/)}/graphql`,
      superToken: deployment.superfluid.superToken,
      database: await databaseUrl(dataDir),
      dataDir,
    },
  };
}

/** Starts another API over the same subgraph, or over what stands before it, and gives its endpoint. */
export async function startApi(children: Children, { own }: Stack, subgraph: string): Promise<string> {
  const port = await freePort();
  const env = {
    PORT: String(port),
    HOST: "127.0.0.1",
    SUBGRAPH_URL: subgraph,
    LOG_LEVEL: "info",
    ...(own === null ? {} : { STATUS_URL: own.status, SUPER_TOKENS: own.superToken }),
  };
  await children.start([join(ROOT, "api/src/main.ts")], /ready to answer/, { env });
  return `http://127.0.0.1:${port}/graphql`;
}

/** A port of 127.0.0.1 that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No port of 127.0.0.1 is to be had.");
  return address.port;
}

// PostgreSQL's own file says on its fourth line which port it listens on.
async function databaseUrl(dataDir: string): Promise<string> {
  const { data, password } = await json<{ data: string; password: string }>(dataDir, "postgres.json");
  const port = (await readFile(join(data, "postmaster.pid"), "utf8")).split("\n")[3];
  return `postgresql://manometer:${password}@127.0.0.1:${port}/manometer`;
}

async function json<T>(folder: string, name: string): Promise<T> {
  return JSON.parse(await readFile(join(folder, name), "utf8")) as T;
}

function found(text: string, pattern: RegExp): string {
  const value = text.match(pattern)?.[1];
  if (value === undefined) throw new Error(`The stack did not say ${pattern}:\n${text}`);
  return value;
}
