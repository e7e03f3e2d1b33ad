import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyRequest } from "fastify";

const require = createRequire(import.meta.url);
const ours = fileURLToPath(new URL("./graphiql", import.meta.url));

/** The page's files, each with the folder that holds it. */
const files: Readonly<Record<string, string>> = {
  "page.js": ours,
  "page.css": ours,
  "graphiql.min.js": folderOf("graphiql/package.json"),
  "graphiql.min.css": folderOf("graphiql/package.json"),
  "react.production.min.js": join(folderOf("react/package.json"), "umd"),
  "react-dom.production.min.js": join(folderOf("react-dom/package.json"), "umd"),
};

/** Serves GraphiQL's files from this machine; no other host is asked for anything. */
export async function serveGraphiql(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, { root: ours, serve: false, preCompressed: true });
  for (const [name, folder] of Object.entries(files)) {
    app.get(`/graphiql/${name}`, (_request, reply) => reply.sendFile(name, folder));
  }
}

/** Whether a GET comes from someone who opens the address in a browser, and not from a GraphQL client. */
export function wantsPage({ method, headers, query }: FastifyRequest): boolean {
  const asks = typeof query === "object" && query !== null && "query" in query;
  return method === "GET" && !asks && (headers.accept ?? "").includes("text/html");
}

function folderOf(module: string): string {
  return dirname(require.resolve(module));
}
