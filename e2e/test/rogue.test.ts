import type { Hex } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Client } from "../src/Client.ts";
import { Rogue, type Tale } from "../src/Rogue.ts";
import { Stack } from "../src/Stack.ts";

const TOKEN = 10n ** 18n;

/** A slash that is told otherwise than it was, and the checks of I and U that must FAIL for it. */
type Lie = {
  what: string;
  tale: (rogue: Rogue) => Partial<Tale>;
  /** What the contract says that the sink has staked, where that is not what it staked. */
  total?: bigint;
  /** Those that logs decide, and those that take a node. */
  byLogs: string[];
  byNode: string[];
};

const MORE_THAN_ALL = 1500n * TOKEN;

const LIES: readonly Lie[] = [
  { what: "nothing", tale: () => ({}), byLogs: [], byNode: [] },
  {
    what: "who slashed: nobody has authorised them",
    tale: ({ stranger }) => ({ slasher: stranger }),
    byLogs: ["U1"],
    byNode: [],
  },
  {
    what: "the amount: the sink never had so much",
    tale: () => ({
      ...{ amount: MORE_THAN_ALL, requested: MORE_THAN_ALL, actual: MORE_THAN_ALL, paid: MORE_THAN_ALL },
      ...{ stakeAfter: 0n, stakeKept: 0n },
    }),
    byLogs: ["I3", "I7"],
    byNode: ["I6"],
  },
  { what: "the amount: less was paid", tale: () => ({ paid: 49n * TOKEN }), byLogs: [], byNode: ["I5"] },
  { what: "the amount: nothing was paid", tale: () => ({ paid: 0n }), byLogs: [], byNode: ["I5"] },
  {
    what: "that there was a slash: nothing was taken",
    tale: () => ({
      ...{ amount: 0n, requested: 0n, actual: 0n, paid: 0n },
      ...{ stakeAfter: 1000n * TOKEN, stakeKept: 1000n * TOKEN },
    }),
    byLogs: ["I2"],
    byNode: ["I5"],
  },
  {
    what: "the amount, in the companion",
    tale: () => ({ actual: 60n * TOKEN }),
    byLogs: ["I7"],
    byNode: [],
  },
  { what: "the stake before", tale: () => ({}), total: 1001n * TOKEN, byLogs: ["I4"], byNode: [] },
  {
    what: "the stake that is left: the contract keeps another",
    tale: () => ({ stakeKept: 990n * TOKEN }),
    byLogs: [],
    byNode: ["I6"],
  },
];

let rogue: Rogue;
let client: Client;
let stack: Stack;
const ids = new Map<string, Hex>();

beforeAll(async () => {
  rogue = await Rogue.start();
  for (const { what, tale, total } of LIES) ids.set(what, await rogue.slash(tale(rogue), total));
  ids.set("no companion", await rogue.slash({ isExecuted: false }));
  ids.set("own pocket", await rogue.slash({ beneficiary: rogue.slasher }));
  stack = await Stack.start(rogue.arguments);
  client = new Client(stack.url);
});

afterAll(async () => {
  await stack?.dispose();
  await rogue?.close();
});

it.each(LIES)("finds by logs alone what a contract lies about: $what", async ({ what, byLogs }) => {
  const { verdict, results } = await auditByIndex(what);

  expect(failing(results)).toEqual(byLogs);
  expect(verdict).toBe(byLogs.length > 0 ? "INCONSISTENT" : "UNSUPPORTED");
});

it("cannot say who slashed where the companion is missing", async () => {
  const { verdict, results } = await auditByIndex("no companion");

  expect(results).toMatchObject({ I7: "UNKNOWN", U1: "UNKNOWN", U2: "UNKNOWN" });
  expect(verdict).toBe("UNSUPPORTED");
});

async function auditByIndex(what: string) {
  type Answer = { slash: { audit: { verdict: string; checks: { id: string; result: string }[] } } };
  const { slash } = await client.data<Answer>(
    "query ($id: ID!) { slash(id: $id) { audit { verdict checks { id result } } } }",
    { id: ids.get(what) },
  );
  const { verdict, checks } = slash.audit;
  return { verdict, results: Object.fromEntries(checks.map(({ id, result }) => [id, result])) };
}

/** The checks of I and U that fail. */
function failing(results: Record<string, string>): string[] {
  return Object.keys(results).filter((id) => /^[IU]/.test(id) && results[id] === "FAIL");
}
