import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import type { Change, Envelope } from "./bodies.ts";
import type { Question } from "./Document.ts";

const JSON_TYPE = { "content-type": "application/json" };
const bomb = gzipSync(Buffer.alloc(20 << 20, " "));
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

const whole = (asked: Question) => JSON.stringify(asked);

/** The ways in which a request can be of the wrong form. */
export const FORMS: readonly Envelope[] = [
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
