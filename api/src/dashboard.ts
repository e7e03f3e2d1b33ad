import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FastifyInstance } from "fastify";

const build = fileURLToPath(new URL("../../dashboard/build", import.meta.url));

/** Addresses at which the dashboard's one page stands; what it shows there is up to its scripts. */
const pages = ["/", "/tasks/:id", "/sinks/:id", "/slashes", "/slashes/:id", "/pipelines", "/query"];

/** Files whose names stay when their content changes. */
const files = ["/favicon.svg", "/theme.js"];

/**
 * Serves the dashboard from `folder`, compressed as it was built: names with a hash may be kept for ever, the rest is
 * asked for again each time. Without a build, `/` leads to GraphiQL. Needs the `sendFile` that GraphiQL's pages set up.
 */
export function serveDashboard(app: FastifyInstance, folder = build): void {
  if (!existsSync(join(folder, "index.html"))) {
    app.log.warn("The dashboard is not built, so / leads to GraphiQL: run npm run build -w dashboard.");
    app.get("/", (_request, reply) => reply.redirect("/graphql"));
    return;
  }
  const asked = { cacheControl: false };
  for (const path of pages) {
    app.get(path, (_request, reply) =>
      reply
        .header("cache-control", "no-cache")
        .header("vary", "accept-encoding")
        .sendFile("index.html", folder, asked),
    );
  }
  for (const path of files) {
    app.get(path, (_request, reply) =>
      reply
        .header("cache-control", "no-cache")
        .header("vary", "accept-encoding")
        .sendFile(path.slice(1), folder, asked),
    );
  }
  app.get<{ Params: { name: string } }>("/assets/:name", ({ params }, reply) =>
    reply
      .header("vary", "accept-encoding")
      .sendFile(`assets/${params.name}`, folder, { immutable: true, maxAge: "365d" }),
  );
}
