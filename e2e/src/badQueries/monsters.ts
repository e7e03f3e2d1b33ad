import type { Random } from "@manometer/scenario/random";
import type { Question } from "./Document.ts";

/** A document of a shape that is made to hurt. */
export type Monster = { name: string; query: (random: Random) => string };

const repeat = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(" ");
const nested = (depth: number, open: string, close: string, core = "") =>
  open.repeat(depth) + core + close.repeat(depth);

/** Documents that ask for too much, or that turn in circles. */
export const MONSTERS: readonly Monster[] = [
  {
    name: "a circle of fragments",
    query: (random) => {
      const count = random.int(1, 20);
      const circle = repeat(count, (at) => `fragment F${at} on Sink { id ...F${(at + 1) % count} }`);
      return `{ sinks(first: 1) { ...F0 } } ${circle}`;
    },
  },
  {
    name: "fragments that double",
    query: (random) => {
      const count = random.int(5, 40);
      const steps = repeat(count, (at) => `fragment F${at} on Sink { ...F${at + 1} ...F${at + 1} }`);
      return `{ sinks(first: 1) { ...F0 } } ${steps} fragment F${count} on Sink { id }`;
    },
  },
  {
    name: "many aliases",
    query: (random) => `{ ${repeat(random.int(90, 1500), (at) => `a${at}: asOf { blockNumber }`)} }`,
  },
  {
    name: "deep fields",
    query: (random) => {
      const depth = random.int(4, 400);
      return `{ slashes(first: 1) ${nested(depth, "{ sink { slashes(first: 1) ", " } }", "{ id }")} }`;
    },
  },
  {
    name: "deep braces",
    query: (random) =>
      nested(random.int(10, 20_000), random.pick(["{", "{a", "{a(b:{c:", "[", "{...{"]), "}"),
  },
  {
    name: "a deep list",
    query: (random) => `{ sinks(where: ${nested(random.int(5, 2000), "{and: [", "]}")}) { id } }`,
  },
  {
    name: "a huge first",
    query: (random) =>
      `{ sinks(first: 1000) { slashes(first: ${random.pick([1000, 5000, 2_147_483_647, -1])}) { sink { reveals(first: 1000) { id } } } } }`,
  },
  {
    name: "the same field often",
    query: (random) => `{ sinks(first: 1) { ${"id ".repeat(random.int(100, 6000))} } }`,
  },
  {
    name: "many operations",
    query: (random) => repeat(random.int(2, 900), (at) => `query Q${at} { asOf { blockNumber } }`),
  },
  {
    name: "many directives",
    query: (random) => `{ asOf ${"@include(if: true) ".repeat(random.int(2, 900))} { blockNumber } }`,
  },
  {
    name: "many variables",
    query: (random) =>
      `query Q(${repeat(random.int(2, 900), (at) => `$v${at}: Int = ${at}`)}) { asOf { blockNumber } }`,
  },
  {
    name: "a deep introspection",
    query: (random) =>
      `{ __schema { types { fields { type ${nested(random.int(2, 200), "{ ofType ", " }", "{ name }")} } } } }`,
  },
  {
    name: "a round introspection",
    query: () => "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
  },
  { name: "a long name", query: (random) => `{ ${"a".repeat(random.int(100, 100_000))} }` },
  {
    name: "a long comment",
    query: (random) => `{ asOf { blockNumber } } #${"x".repeat(random.int(1, 200_000))}`,
  },
  {
    name: "a long number",
    query: (random) => `{ sinks(where: {stake_gt: ${"9".repeat(random.int(10, 50_000))}}) { id } }`,
  },
  {
    name: "a block string",
    query: (random) => `{ sinks(where: {id: """${"\n ".repeat(random.int(1, 3000))}"""}) { id } }`,
  },
  { name: "an alias of the API's own", query: () => "{ sinks(first: 1) { manometer_id: stake k_id: id } }" },
  {
    name: "a schema",
    query: () => "type Query { a: Int } extend type Sink { b: Int } directive @x on FIELD scalar Y",
  },
  {
    name: "names of prototypes",
    query: (random) =>
      `{ ${random.pick(["__proto__", "constructor", "hasOwnProperty: asOf { valueOf: blockNumber }", "__proto__: asOf { __proto__: blockNumber }", "constructor: sinks(first: 2) { constructor: stake __proto__: id toString: stake }"])} }`,
  },
  {
    name: "nothing",
    query: (random) => random.pick(["", " ", "\n", "#", "{", "}", "{}", "query", "\ufeff", ",,,", "\u0000"]),
  },
  { name: "a subscription to an answer", query: () => "subscription { blockIndexed { blockNumber } }" },
];

/** A monster as a question. */
export function monster(one: Monster, random: Random): Question {
  return { query: one.query(random), variables: {}, operationName: null };
}
