import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client } from "../src/Client.ts";
import { type Ended, manometer } from "../src/command.ts";
import { forge } from "../src/forge.ts";
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

type Audited = { verdict: string; checks: { id: string; result: string }[] };

/** What a column of a Slash row is forged to, in SQL: the one is plausible by itself, the other is not. */
const FORGERIES = { reason: "decode(repeat('41', 32), 'hex')", amount: "amount + 1" };

const OVERDRAWN = "the amount: the sink never had so much";
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
    what: OVERDRAWN,
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
let folder: string;
const ids = new Map<string, Hex>();

beforeAll(async () => {
  rogue = await Rogue.start();
  for (const { what, tale, total } of LIES) ids.set(what, await rogue.slash(tale(rogue), total));
  ids.set("no companion", await rogue.slash({ isExecuted: false }));
  ids.set("own pocket", await rogue.slash({ beneficiary: rogue.slasher }));
  for (const column of Object.keys(FORGERIES)) ids.set(`forged ${column}`, await rogue.slash({}));
  stack = await Stack.start(rogue.arguments);
  client = new Client(stack.url);
  folder = await mkdtemp(join(tmpdir(), "manometer-e2e-bundles-"));
});

afterAll(async () => {
  await stack?.dispose();
  await rogue?.close();
  if (folder !== undefined) await rm(folder, { recursive: true });
});

describe("the API", () => {
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
});

describe("manometer audit", () => {
  it.each(LIES)("finds with a node what a contract lies about: $what", async ({ what, byLogs, byNode }) => {
    const { code, verdict, results } = await auditByNode(what);
    const fails = [...byLogs, ...byNode].toSorted();

    expect(failing(results)).toEqual(fails);
    expect({ code, verdict }).toEqual(
      fails.length > 0 ? { code: 1, verdict: "INCONSISTENT" } : { code: 0, verdict: "UNSUPPORTED" },
    );
  });

  it("saves what it found, so that others can verify it", async () => {
    const file = join(folder, `${ids.get(OVERDRAWN)}.json`);
    await audit(OVERDRAWN, ["--bundle", file]);

    const { code, stdout } = await manometer(["verify", file, "--rpc", rogue.rpcUrl]);

    expect(stdout).toMatch(/^VERIFIED[\s\S]+verdict {2}INCONSISTENT/);
    expect(code).toBe(0);
  });

  it("sees who was paid", async () => {
    const { code, verdict, results } = await auditByNode("own pocket");

    expect(failing(results)).toEqual(["U2"]);
    expect({ code, verdict }).toEqual({ code: 0, verdict: "UNSUPPORTED" });
  });

  it.each(Object.entries(FORGERIES))(
    "finds that a row of the index is forged: its %s",
    async (column, sql) => {
      const what = `forged ${column}`;
      await forge(stack, { table: "slash", id: ids.get(what) as Hex }, `${column} = ${sql}`);

      const { code, stdout, stderr } = await audit(what, [
        "--level",
        "1",
        "--api",
        new URL(stack.url).origin,
      ]);

      expect(code).toBe(1);
      expect(stdout + stderr).toMatch(/the API .*(differ|another|else)/i);
    },
  );
});

async function auditByIndex(what: string) {
  const { slash } = await client.data<{ slash: { audit: Audited } }>(
    "query ($id: ID!) { slash(id: $id) { audit { verdict checks { id result } } } }",
    { id: ids.get(what) },
  );
  return { verdict: slash.audit.verdict, results: resultsOf(slash.audit) };
}

async function auditByNode(what: string) {
  const file = join(folder, `${ids.get(what)}.json`);
  const { code } = await audit(what, ["--bundle", file]);
  const bundle = JSON.parse(await readFile(file, "utf8")) as Audited;
  return { code, verdict: bundle.verdict, results: resultsOf(bundle) };
}

function audit(what: string, args: readonly string[]): Promise<Ended> {
  const { origin } = new URL(stack.url);
  return manometer(["audit", ids.get(what) as Hex, "--api", origin, ...rogue.arguments, ...args]);
}

function resultsOf({ checks }: Audited): Record<string, string> {
  return Object.fromEntries(checks.map(({ id, result }) => [id, result]));
}

/** The checks of I and U that fail. */
function failing(results: Record<string, string>): string[] {
  return Object.keys(results).filter((id) => /^[IU]/.test(id) && results[id] === "FAIL");
}
