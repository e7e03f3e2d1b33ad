import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import type { Random } from "@manometer/scenario/random";
import { asPost, type HttpRequest } from "./Attempt.ts";
import type { Question } from "./Document.ts";

type Change = Partial<Omit<HttpRequest, "via" | "kind" | "isValid">>;
type Envelope = { name: string; wrap: (asked: Question, random: Random) => Change };

const JSON_TYPE = { "content-type": "application/json" };
const MEGABYTE = 1 << 20;
const large = Buffer.alloc(10 * MEGABYTE, " ");
const bomb = gzipSync(Buffer.alloc(20 * MEGABYTE, " "));
const TYPES = [
  "text/plain",
  "application/graphql",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "multipart/form-data",
  "application/json; charset=utf-16",
  'application/json; charset=utf-8; x="',
  "APPLICATION/JSON",
  "application/jsonp",
  "*/*",
  "image/svg+xml",
  "",
  ";",
  "__proto__",
];

const text = (body: string): Change => ({ body: Buffer.from(body) });
const bytes = (body: Buffer): Change => ({ body });
const whole = (asked: Question) => JSON.stringify(asked);

/** The ways in which a body can be no question at all. */
const bodies: readonly Envelope[] = [
  {
    name: "JSON cut short",
    wrap: (asked, random) => text(whole(asked).slice(0, random.int(0, whole(asked).length - 1))),
  },
  { name: "JSON with a BOM", wrap: (asked) => text(`\ufeff${whole(asked)}`) },
  {
    name: "invalid UTF-8",
    wrap: (asked, random) => {
      const body = Buffer.from(whole(asked));
      for (let count = 0; count < 5; count++)
        body[random.int(0, body.length - 1)] = random.pick([0xff, 0xc0, 0x80, 0xed, 0]);
      return bytes(body);
    },
  },
  { name: "UTF-16", wrap: (asked) => bytes(Buffer.from(whole(asked), "utf16le")) },
  {
    name: "a batch",
    wrap: (asked, random) => text(JSON.stringify(Array.from({ length: random.int(0, 20) }, () => asked))),
  },
  {
    name: "no object",
    wrap: (_asked, random) =>
      text(random.pick(["null", "1", '"x"', "true", "[]", "{}", "[null]", "-", "NaN"])),
  },
  {
    name: "no query",
    wrap: (_asked, random) =>
      text(
        JSON.stringify(
          random.pick<object>([
            { query: 1 },
            { query: null },
            { query: ["{ a }"] },
            { query: {} },
            { Query: "x" },
            { variables: {} },
          ]),
        ),
      ),
  },
  {
    name: "odd variables",
    wrap: ({ query }, random) =>
      text(
        JSON.stringify({ query, variables: random.pick<unknown>(["{}", "{", 1, [], [[1]], true, "null"]) }),
      ),
  },
  {
    name: "an odd operationName",
    wrap: ({ query }, random) =>
      text(JSON.stringify({ query, operationName: random.pick<unknown>([1, {}, [], true, "", "\u0000"]) })),
  },
  {
    name: "odd extensions",
    wrap: ({ query }, random) =>
      text(
        JSON.stringify({
          query,
          extensions: random.pick<unknown>([
            1,
            "x",
            [],
            { persistedQuery: 1 },
            { persistedQuery: { version: 1, sha256Hash: "x" } },
            { persistedQuery: { version: 2, sha256Hash: "0".repeat(64) } },
            { persistedQuery: null },
          ]),
        }),
      ),
  },
  {
    name: "a persisted query",
    wrap: (_asked, random) =>
      text(
        JSON.stringify({
          extensions: { persistedQuery: { version: 1, sha256Hash: random.bytes32().slice(2) } },
        }),
      ),
  },
  {
    name: "deep JSON",
    wrap: ({ query }, random) => {
      const depth = random.int(10, 60_000);
      const [open, close] = random.pick([
        ["[", "]"],
        ['{"a":', "}"],
      ] as const);
      return text(
        `{"query": ${JSON.stringify(query)}, "variables": ${open.repeat(depth)}1${close.repeat(depth)}}`,
      );
    },
  },
  {
    name: "deep variables",
    wrap: (_asked, random) => {
      const depth = random.int(5, 20_000);
      const filter = '{"and":['.repeat(depth) + "]}".repeat(depth);
      return text(
        `{"query":"query ($w: Sink_filter) { sinks(where: $w) { id } }","variables":{"w":${filter}}}`,
      );
    },
  },
  {
    name: "keys of prototypes",
    wrap: ({ query }) =>
      text(
        `{"__proto__": {"query": "{ a }", "x": 1}, "constructor": {"prototype": {"x": 1}}, "query": ${JSON.stringify(query)}, "variables": {"__proto__": {"v0": 1}, "constructor": 1}}`,
      ),
  },
  {
    name: "keys twice",
    wrap: ({ query }) =>
      text(
        `{"query": "{ sinks { id } }", "query": ${JSON.stringify(query)}, "variables": {"v0": 1, "v0": "x"}, "variables": {}}`,
      ),
  },
  {
    name: "numbers too large",
    wrap: ({ query }) =>
      text(
        `{"query": ${JSON.stringify(query)}, "variables": {"v0": 1e400, "v1": -1e-400, "v2": ${"9".repeat(400)}}}`,
      ),
  },
  { name: "ten megabytes", wrap: (_asked, random) => ({ body: large, isChunked: random.chance(30) }) },
  {
    name: "ten megabytes of a query",
    wrap: () =>
      text(JSON.stringify({ query: `{ sinks(where: {id: "${"a".repeat(10 * MEGABYTE)}"}) { id } }` })),
  },
  {
    name: "a body just too large",
    wrap: ({ query }, random) =>
      text(JSON.stringify({ query, pad: "x".repeat(256 * 1024 - query.length - random.int(0, 60)) })),
  },
  { name: "no body", wrap: () => ({ body: null }) },
  { name: "an empty body", wrap: () => text("") },
];

/** The ways in which a request can be of the wrong form. */
const forms: readonly Envelope[] = [
  {
    name: "another content type",
    wrap: (_asked, random) => ({ headers: { "content-type": random.pick(TYPES) } }),
  },
  { name: "no content type", wrap: () => ({ headers: {} }) },
  {
    name: "a compressed body",
    wrap: (asked, random) => {
      const [encoding, compress] = random.pick([
        ["gzip", gzipSync],
        ["br", brotliCompressSync],
        ["deflate", deflateSync],
      ] as const);
      return {
        headers: { ...JSON_TYPE, "content-encoding": encoding },
        body: compress(Buffer.from(whole(asked))),
      };
    },
  },
  {
    name: "a gzip bomb",
    wrap: () => ({ headers: { ...JSON_TYPE, "content-encoding": "gzip" }, body: bomb }),
  },
  { name: "a GET", wrap: (asked, random) => get(asked, random.chance(70) ? JSON_TYPE : {}) },
  {
    name: "a GET with a long URL",
    wrap: (_asked, random) =>
      get(
        { query: `{ ${"a".repeat(random.int(5000, 60_000))} }`, variables: {}, operationName: null },
        JSON_TYPE,
      ),
  },
  {
    name: "a GET of nonsense",
    wrap: (_asked, random) => ({
      method: "GET",
      body: null,
      headers: JSON_TYPE,
      path: `/graphql?${random.pick(["query", "query=", "query=%", "query=%00", "query=%ff%fe", "query[]=1&query[]=2", "query={a}&variables={", "query={a}&variables=1", "query={a}&extensions=x", "__proto__[x]=1&query={a}", "query={asOf{blockNumber}}&query={a}", "&&&=&?"])}`,
    }),
  },
  {
    name: "another method",
    wrap: (_asked, random) => ({
      method: random.pick(["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "PROPFIND"]),
      body: null,
    }),
  },
  {
    name: "another path",
    wrap: (_asked, random) => ({
      method: random.pick(["GET", "POST"]),
      body: null,
      headers: {},
      path: random.pick(PATHS),
    }),
  },
  { name: "odd headers", wrap: (_asked, random) => ({ headers: { ...JSON_TYPE, ...random.pick(HEADERS) } }) },
  {
    name: "a subscription by SSE",
    wrap: (asked, random) => ({
      headers: { ...JSON_TYPE, accept: "text/event-stream" },
      body: Buffer.from(
        random.chance(50)
          ? whole(asked)
          : JSON.stringify({
              query: random.pick([
                "subscription { blockIndexed { blockNumber } }",
                'subscription { reveals(sink: "x") { id } }',
                'subscription { buffer(taskType: "0x00") { level } }',
                "subscription { slashes { id } reveals { id } }",
                "subscription A { slashes { id } } subscription B { slashes { id } }",
              ]),
            }),
      ),
    }),
  },
  {
    name: "a body of SSE that is none",
    wrap: (_asked, random) => ({
      headers: { ...JSON_TYPE, accept: "text/event-stream" },
      body: Buffer.from(
        random.pick(["null", "[]", "1", "{}", '{"query":1}', '{"query":"{","variables":1}', "x"]),
      ),
    }),
  },
];

const PATHS = [
  "/graphql/",
  "/graphql/%2e%2e/%2e%2e/etc/passwd",
  "/..%2f..%2fpackage.json",
  "/%",
  "/%ff",
  "/export/reveals.csv?where=%7B",
  "/export/reveals.csv?block=-1",
  "/export/reveals.ndjson?where=%7B%22__proto__%22%3A1%7D",
  "/export/__proto__.csv",
  "/export/nothing.csv",
  "/export/sinks.xml",
  "/export/reveals.csv?first=1&resume=zzz",
  "/audits/0x00.json",
  "/audits/__proto__.json",
  "/audits/%00.json",
  `/${"a/".repeat(500)}`,
  "//evil.example/graphql",
  "/constructor",
];

const HEADERS: readonly Record<string, string>[] = [
  { accept: "text/html" },
  { accept: "application/graphql-response+json" },
  { accept: "nothing/at-all" },
  { accept: "multipart/mixed" },
  { "x-request-id": "x".repeat(5000) },
  { "x-request-id": "../../\u00ff" },
  { "x-forwarded-for": "1.1.1.1, evil, ::1" },
  { "accept-encoding": "br;q=2, gzip;q=x" },
  { origin: "null" },
  { origin: "http://evil.example" },
  { expect: "100-continue" },
  { range: "bytes=0-1" },
  { "if-none-match": "*" },
  { "x-http-method-override": "DELETE" },
  { cookie: "a=b; ".repeat(500) },
];

function get({ query, variables }: Question, headers: Record<string, string>): Change {
  const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  return { method: "GET", path: `/graphql?${search}`, headers, body: null };
}

/** A question in a form that is not as it should be. */
export function envelope(asked: Question, random: Random): HttpRequest {
  const { name, wrap } = random.pick(random.chance(60) ? bodies : forms);
  return { ...asPost(asked, name), ...wrap(asked, random) };
}
