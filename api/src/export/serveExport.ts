import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type GraphQLSchema, parse } from "graphql";
import { contextOf, type Upstream } from "../context.ts";
import { apiError, codeOf, formatError } from "../errors.ts";
import { upstreamSchema } from "../schema.ts";
import type { Collection } from "./Collection.ts";
import { collectionsOf } from "./collections.ts";
import { brokenOff, type Export, prepare, textOf } from "./Export.ts";
import { type Format, MEDIA_TYPES } from "./format.ts";
import { type Order, orderOf, type Parameters } from "./Order.ts";

const RETRY_SECONDS = 10;
const STATUSES: Readonly<Record<string, number>> = {
  UPSTREAM_UNAVAILABLE: 503,
  NOT_INDEXED_YET: 404,
  UNKNOWN_ID: 404,
};

/** What exports work with: the API's schema, and how many may run at once. */
export type Exporting = {
  readonly schema: GraphQLSchema;
  readonly upstream: Upstream;
  readonly most: number;
};

/** Serves `GET /export`, which lists the collections, and `GET /export/<collection>.csv` and `.ndjson`. */
export function serveExport(app: FastifyInstance, { schema, upstream, most }: Exporting): void {
  const entities = parse(readFileSync(new URL("../../../schema.graphql", import.meta.url), "utf8"));
  const collections = collectionsOf(entities, upstreamSchema());
  let running = 0;
  const open = async (request: FastifyRequest, reply: FastifyReply) => {
    const order = ordered(request, collections, schema);
    const head = await upstream.head.now();
    const context = contextOf(upstream, request.log, { head, signal: goneWith(reply) });
    const prepared = await prepare(order, context);
    describe(reply, prepared);
    return { order, text: () => textOf(prepared, context) };
  };
  app.get("/export", async () => ({ collections: [...collections.values()].map(listed) }));
  app.head("/export/:file", async (request, reply) => {
    try {
      await open(request, reply);
      return reply.send();
    } catch (error) {
      return refuse(reply, error);
    }
  });
  app.get("/export/:file", { exposeHeadRoute: false }, async (request, reply) => {
    if (running >= most) return full(reply, most);
    running += 1;
    reply.raw.once("close", () => {
      running -= 1;
    });
    try {
      const { order, text } = await open(request, reply);
      return reply.send(Readable.from(brokenOff(await begun(text()), order), { objectMode: false }));
    } catch (error) {
      return refuse(reply, error);
    }
  });
}

function ordered(
  { params, query }: FastifyRequest,
  collections: ReadonlyMap<string, Collection>,
  schema: GraphQLSchema,
): Order {
  const { file } = params as { readonly file: string };
  const [, name = "", format] = /^(\w+)\.(csv|ndjson)$/.exec(file) ?? [];
  const collection = collections.get(name);
  if (collection === undefined || format === undefined) {
    throw apiError(
      "UNKNOWN_ID",
      `There is no export ${file}: GET /export lists them, each as .csv and as .ndjson.`,
    );
  }
  return orderOf(collection, format as Format, query as Parameters, schema);
}

/** The text with its first parts already read, so that what cannot be answered at all is refused with a status. */
async function begun(text: AsyncGenerator<string>): Promise<AsyncGenerator<string>> {
  const first: string[] = [];
  for (let part = await text.next(); !part.done; part = await text.next()) {
    first.push(part.value);
    if (part.value !== "" && first.length > 1) break;
  }
  return (async function* () {
    yield first.join("");
    yield* text;
  })();
}

function describe(reply: FastifyReply, { order, block }: Export): void {
  const { collection, format, where, interval } = order;
  const part = order.after === null ? "" : "-rest";
  const name = `${collection.name}${interval === null ? "" : `-${interval}`}-${block.number}${part}.${format}`;
  const query = new URLSearchParams({ block: block.hash ?? String(block.number) });
  if (Object.keys(where).length > 0) query.set("where", JSON.stringify(where));
  if (interval !== null) query.set("interval", interval);
  reply.type(MEDIA_TYPES[format]);
  reply.header("content-disposition", `attachment; filename="${name}"`);
  reply.header("x-block-number", block.number);
  if (block.hash !== null) reply.header("x-block-hash", block.hash);
  reply.header("x-resume", `/export/${collection.name}.${format}?${query}&after=`);
}

function listed({ name, root, type, kind, description, order, filter, columns }: Collection) {
  const described = columns.map((column) => ({
    name: column.name,
    type: column.type,
    references: column.references,
    description: column.description,
  }));
  const files = { csv: `/export/${name}.csv`, ndjson: `/export/${name}.ndjson` };
  return { name, query: root, type, kind, description, order, filter, ...files, columns: described };
}

function full(reply: FastifyReply, most: number): FastifyReply {
  const message = `${most} exports are running, and no more are allowed: try again later.`;
  const errors = [{ message, extensions: { code: "RATE_LIMITED" } }];
  return reply.code(503).header("retry-after", RETRY_SECONDS).send({ errors });
}

function refuse(reply: FastifyReply, error: unknown): FastifyReply {
  const code = codeOf(error);
  if (code === null) throw error;
  const { message } = formatError({ message: error instanceof Error ? error.message : "" }, error);
  for (const name of ["content-disposition", "x-block-number", "x-block-hash", "x-resume"])
    reply.removeHeader(name);
  const body = { errors: [{ message, extensions: { code } }] };
  return reply
    .type("application/json; charset=utf-8")
    .code(STATUSES[code] ?? 400)
    .send(body);
}

function goneWith({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once("close", () => {
    if (!raw.writableFinished) controller.abort(apiError("CANCELLED", "The client has gone away."));
  });
  return controller.signal;
}
