import { buildSchema, graphql } from "graphql";
import { beforeEach, describe, expect, test } from "vitest";
import { apiError, codeOf } from "../errors.ts";
import type { Asker } from "./Asker.ts";
import { JoinedAsker } from "./JoinedAsker.ts";

const schema = buildSchema("type Query { echo(of: Int!): Int, odd(of: Int!): Int }");
const ECHO = "query Echo($of: Int!) { echo(of: $of) }";
const ODD = "query Odd($of: Int!) { odd(of: $of) }";

/** The variables of every request, in order. */
let asked: Readonly<Record<string, unknown>>[];
let isDown: boolean;
beforeEach(() => {
  [asked, isDown] = [[], false];
});

/** A GraphQL server that refuses even numbers where they should be odd. */
const server: Asker = {
  async ask<T>(query: string, variables: Readonly<Record<string, unknown>>): Promise<T> {
    asked.push(variables);
    if (isDown) throw apiError("UPSTREAM_UNAVAILABLE", "nobody is there");
    const rootValue = {
      echo: ({ of }: { of: number }) => of,
      odd: ({ of }: { of: number }) => {
        if (of % 2 === 0) throw new Error(`${of} is not odd`);
        return of;
      },
    };
    const { data, errors } = await graphql({ schema, source: query, variableValues: variables, rootValue });
    if (errors !== undefined) throw apiError("BAD_USER_INPUT", errors[0]?.message ?? "");
    return data as T;
  },
};

function numbersOf(variables: Readonly<Record<string, unknown>>): number[] {
  return Object.values(variables).map(Number);
}

describe("questions of one turn", () => {
  test("are asked as one, and each gets its own answer under its own names", async () => {
    const joined = new JoinedAsker(server, 2);
    const answers = await Promise.all([1, 2, 3].map((of) => joined.ask(ECHO, { of })));

    expect(answers).toEqual([{ echo: 1 }, { echo: 2 }, { echo: 3 }]);
    expect(asked.map(numbersOf)).toEqual([[1, 2, 3]]);
  });

  test("are asked as two with about as many rows each where they bring many", async () => {
    const joined = new JoinedAsker(server, 2);
    const rows = [300, 100, 250, 50];
    const answers = await Promise.all(rows.map((of) => joined.ask(ECHO, { of }, { rows: of })));

    expect(answers).toEqual(rows.map((of) => ({ echo: of })));
    expect(asked.map(numbersOf)).toEqual([
      [300, 50],
      [250, 100],
    ]);
  });

  test("stay one where a turn may make one request, and where there is but one", async () => {
    const one = new JoinedAsker(server, 1);
    await Promise.all([400, 300].map((of) => one.ask(ECHO, { of }, { rows: of })));
    await new JoinedAsker(server, 2).ask(ECHO, { of: 900 }, { rows: 900 });

    expect(asked.map(numbersOf)).toEqual([[400, 300], [900]]);
  });

  test("are asked each alone when one of them spoils the answer of all", async () => {
    const joined = new JoinedAsker(server, 2);
    const answers = await Promise.allSettled([1, 2, 3].map((of) => joined.ask(ODD, { of })));

    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(answers[2]).toMatchObject({ value: { odd: 3 } });
    expect(answers[1]).toMatchObject({ reason: { message: "2 is not odd" } });
    expect(asked.map(numbersOf)).toEqual([[1, 2, 3], [1], [2], [3]]);
  });

  test("all fail at once when nobody answers, and are not asked again", async () => {
    isDown = true;
    const joined = new JoinedAsker(server, 2);
    const answers = await Promise.allSettled([1, 2, 3].map((of) => joined.ask(ECHO, { of })));

    expect(answers.map((answer) => answer.status === "rejected" && codeOf(answer.reason))).toEqual(
      Array(3).fill("UPSTREAM_UNAVAILABLE"),
    );
    expect(asked).toHaveLength(1);
  });
});
