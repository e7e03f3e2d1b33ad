import type { Random } from "@manometer/scenario/random";
import type { Question } from "./Document.ts";

/** What goes wrong in a document: the name of the fault, and the document with it. */
export type Spoiler = { name: string; spoil: (question: Question, random: Random) => Question };

const TOKENS = [
  "{",
  "}",
  "(",
  ")",
  "[",
  "]",
  ":",
  "!",
  "$",
  "@",
  "...",
  "|",
  "=",
  "&",
  '"',
  '"""',
  "#",
  "\\",
];
const CONTROLS = [
  "\u0000",
  "\u0001",
  "\u0007",
  "\u001b",
  "\u007f",
  "\u0085",
  "\u2028",
  "\ufeff",
  "\ud800",
  "\uffff",
];
const NAMES = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "colour",
  "__typename__",
  "on",
  "null",
];
const WRONG: readonly string[] = [
  "{}",
  "[]",
  "null",
  "true",
  "1e400",
  "-0.0",
  "99999999999999999999",
  '"x"',
  "A",
  "$u",
];

const text =
  (change: (text: string, random: Random) => string): Spoiler["spoil"] =>
  (question, random) => ({ ...question, query: change(question.query, random) });

function cutIn(query: string, random: Random, inserted: string, removed = 0): string {
  const at = random.int(0, query.length);
  return query.slice(0, at) + inserted + query.slice(at + removed);
}

/** Replaces one of the places where the pattern is found; as it was where there is none. */
function replaceOne(query: string, random: Random, pattern: RegExp, by: (found: string) => string): string {
  const places = [...query.matchAll(pattern)];
  if (places.length === 0) return cutIn(query, random, by(""));
  const { index, 0: found } = random.pick(places);
  return query.slice(0, index) + by(found) + query.slice(index + found.length);
}

/** The faults of a document, each of which leaves most of it as it was. */
export const SPOILERS: readonly Spoiler[] = [
  {
    name: "a token too many",
    spoil: text((query, random) => cutIn(query, random, ` ${random.pick(TOKENS)} `)),
  },
  { name: "cut short", spoil: text((query, random) => query.slice(0, random.int(0, query.length))) },
  { name: "a hole", spoil: text((query, random) => cutIn(query, random, "", random.int(1, 30))) },
  {
    name: "a control character",
    spoil: text((query, random) => cutIn(query, random, random.pick(CONTROLS))),
  },
  {
    name: "noise",
    spoil: text((query, random) => {
      const noise = Array.from({ length: random.int(1, 40) }, () =>
        String.fromCharCode(random.int(0, 65_535)),
      );
      return cutIn(query, random, noise.join(""), random.int(0, 10));
    }),
  },
  { name: "twice", spoil: text((query) => `${query}\n${query}`) },
  { name: "an unknown field", spoil: text((query, random) => rename(query, random, /\b[a-z]\w+(?= )/g)) },
  { name: "an unknown argument", spoil: text((query, random) => rename(query, random, /\b\w+(?=: )/g)) },
  {
    name: "a wrong value",
    spoil: text((query, random) =>
      replaceOne(query, random, /(?<=: )("[^"]*"|-?\d+|[A-Za-z]\w*)/g, () => random.pick(WRONG)),
    ),
  },
  {
    name: "an unknown directive",
    spoil: text((query, random) =>
      replaceOne(query, random, / \{/g, () => ` @${random.pick(NAMES)}(if: 1) {`),
    ),
  },
  {
    name: "no selection",
    spoil: text((query, random) => replaceOne(query, random, / \{ [^{}]* \}/g, () => "")),
  },
  { name: "a selection of nothing", spoil: text((query, random) => cutIn(query, random, " {} ")) },
  { name: "an unused fragment", spoil: text((query) => `${query}\nfragment Unused on Sink { id }`) },
  {
    name: "a fragment on what is not there",
    spoil: text((query, random) => `${query}\nfragment X on ${random.pick(NAMES)} { id } { ...X ...Y }`),
  },
  {
    name: "a mutation",
    spoil: text((query) => query.replace(/^(query \w+)?/, "mutation M")),
  },
  {
    name: "variables of wrong types",
    spoil: ({ query, variables, operationName }, random) => {
      const odd = [null, {}, [], -1, 1e300, true, "\u0000", { __proto__: 1 }, [[[[]]]], "9".repeat(1000)];
      const names = Object.keys(variables).length > 0 ? Object.keys(variables) : ["v0"];
      const changed = Object.fromEntries(names.map((name) => [name, random.pick(odd)]));
      return { query, operationName, variables: changed };
    },
  },
  {
    name: "no variables",
    spoil: (question) => ({ ...question, variables: {} }),
  },
  {
    name: "another operation's name",
    spoil: (question, random) => ({ ...question, operationName: random.pick([...NAMES, "", "\u0000"]) }),
  },
];

function rename(query: string, random: Random, pattern: RegExp): string {
  return replaceOne(query, random, pattern, () => random.pick(NAMES));
}
