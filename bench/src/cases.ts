import type { Ask } from "./load.ts";
import {
  dashboard,
  type Head,
  list,
  type Question,
  reliability,
  throughput,
  volatility,
} from "./questions.ts";

/** Which process a case asks. */
export type Where = "graph-node" | "api" | "fastify" | "apollo";

/** One row of the table. */
export type Case = {
  readonly name: string;
  readonly where: Where;
  readonly connections: number;
  /** Gives the next question; the same one again where a cache may answer. */
  readonly next: () => Ask;
};

/** Every derived query that is measured, by its name. */
export const DERIVED: Readonly<Record<string, (head: Head) => Question>> = {
  "volatility of 20 pairs over 7 days": volatility,
  "throughput of 20 sinks in 168 hours": throughput,
  "reliability of 20 pairs over 7 days": reliability,
  "dashboard's first load": dashboard,
};

const MANY = 32;
/** Where questions begin to differ: no two commands ask the same, so that a given stack's caches know none. */
const FIRST = Math.floor(Date.now() / 1000) % 1_000_003;
let asked = FIRST;

/** A question that differs each time. */
export function fresh(question: Question): () => Ask {
  return () => question(asked++);
}

/** A question that stays the same. */
export function same(question: Question): () => Ask {
  const ask = question(asked++);
  return () => ask;
}

/** The name of the floor whose answer is as long as a derived query's. */
export function longFloor(name: string): string {
  return `floor: Apollo, constant resolver, as long as ${name}`;
}

/**
 * All cases on a history, in the order of the table.
 * @param lengths how long the answers to derived queries are, by their names
 */
export function cases(head: Head, lengths: ReadonlyMap<string, number>): Case[] {
  const rows = list(head);
  const floor = same(() => ({ query: "{ answer }" }));
  return [
    { name: "floor: Fastify, constant body", where: "fastify", connections: MANY, next: floor },
    { name: "floor: Apollo, constant resolver", where: "apollo", connections: MANY, next: floor },
    ...[...lengths].map(
      ([name, length]): Case => ({
        name: longFloor(name),
        where: "apollo",
        connections: MANY,
        next: same(() => ({ query: `{ answer(length: ${length}) }` })),
      }),
    ),
    {
      name: "graph-node directly: list of 20, different",
      where: "graph-node",
      connections: MANY,
      next: fresh(rows),
    },
    {
      name: "graph-node directly: list of 20, the same",
      where: "graph-node",
      connections: MANY,
      next: same(rows),
    },
    { name: "API: list of 20, different", where: "api", connections: MANY, next: fresh(rows) },
    { name: "API: list of 20, the same", where: "api", connections: MANY, next: same(rows) },
    ...Object.entries(DERIVED).flatMap(([name, make]): Case[] => {
      const question = make(head);
      return [
        { name: `${name}, different, one client`, where: "api", connections: 1, next: fresh(question) },
        { name: `${name}, different`, where: "api", connections: MANY, next: fresh(question) },
        { name: `${name}, the same`, where: "api", connections: MANY, next: same(question) },
      ];
    }),
  ];
}
