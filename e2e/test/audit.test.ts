import type { Expected } from "@manometer/scenario/expected";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client } from "../src/Client.ts";
import { Stack } from "../src/Stack.ts";

type Checked = { verdict: string; checks: { id: string; result: string }[] };
type Tally = { verdict: string; slashes: number; amount: string };

let stack: Stack;
let client: Client;
let expected: Expected;

beforeAll(async () => {
  stack = await Stack.start(["--profile", "smoke", "--no-live"]);
  client = new Client(stack.url);
  expected = await stack.json<Expected>("expected.json");
  console.log(`history: profile ${expected.profile}, seed ${expected.seed}, head ${expected.head.number}`);
});

afterAll(() => stack?.dispose());

describe("an audit from the index", () => {
  it("says of every slash what the history's witness says, check by check", async () => {
    const { slashes } = await client.data<{ slashes: { audit: Checked }[] }>(
      "{ slashes(first: 1000, orderBy: sequence) { audit { verdict checks { id result } } } }",
    );

    const said = slashes.map(({ audit: { verdict, checks } }, i) => {
      const known = expected.audits[i]?.checks ?? {};
      const results = checks.flatMap(({ id, result }) => (id in known ? [[id, result] as const] : []));
      return { verdict, checks: Object.fromEntries(results) };
    });
    expect(said).toEqual(expected.audits);
    expect(new Set(said.map(({ verdict }) => verdict)).size).toBe(3);
  });

  it("lists every verdict's slashes, the newest first", async () => {
    for (const verdict of ["SUPPORTED", "UNSUPPORTED", "INSUFFICIENT_EVIDENCE", "INCONSISTENT"]) {
      const { slashAudits } = await client.data<{ slashAudits: { slash: { timestamp: string } }[] }>(
        `{ slashAudits(verdict: ${verdict}) { slash { timestamp } } }`,
      );
      const told = expected.slashes.filter((_, i) => expected.audits[i]?.verdict === verdict);

      expect(slashAudits.map(({ slash }) => Number(slash.timestamp))).toEqual(
        told.map(({ timestamp }) => timestamp).reverse(),
      );
    }
  });

  it("adds up each slasher's record", async () => {
    const { slashers } = await client.data<{ slashers: { id: string; scorecard: { tallies: Tally[] } }[] }>(
      "{ slashers { id scorecard { tallies { verdict slashes amount } } } }",
    );

    expect(slashers.map(({ id }) => id).toSorted()).toEqual(Object.keys(expected.slashers).toSorted());
    for (const { id, scorecard } of slashers) {
      const own = expected.slashes.flatMap(({ slasher, amount }, i) =>
        slasher === id ? [{ amount: BigInt(amount), verdict: expected.audits[i]?.verdict }] : [],
      );
      for (const { verdict, slashes, amount } of scorecard.tallies) {
        const having = own.filter((slash) => slash.verdict === verdict);
        expect(slashes).toBe(having.length);
        expect(BigInt(amount)).toBe(having.reduce((sum, slash) => sum + slash.amount, 0n));
      }
    }
  });
});
