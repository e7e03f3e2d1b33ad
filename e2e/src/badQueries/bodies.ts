import type { Random } from "@manometer/scenario/random";
import type { HttpRequest } from "./Attempt.ts";
import type { Question } from "./Document.ts";

/** What takes the place of a request's own. */
export type Change = Partial<Omit<HttpRequest, "via" | "kind" | "isValid">>;

/** A way to send a question as it should not be sent. */
export type Envelope = { name: string; wrap: (asked: Question, random: Random) => Change };

const MEGABYTE = 1 << 20;
const large = Buffer.alloc(10 * MEGABYTE, " ");

const text = (body: string): Change => ({ body: Buffer.from(body) });
const bytes = (body: Buffer): Change => ({ body });
const whole = (asked: Question) => JSON.stringify(asked);

/** The ways in which a body can be no question at all. */
export const BODIES: readonly Envelope[] = [
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
