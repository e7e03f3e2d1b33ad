import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Expected } from "@manometer/scenario/expected";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiProcess } from "../src/ApiProcess.ts";
import { Client } from "../src/Client.ts";
import { CountingProxy } from "../src/CountingProxy.ts";
import { forge } from "../src/forge.ts";
import { rpcUrl, subgraphUrl } from "../src/places.ts";
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

const AUDITS =
  "{ slashAudits { slash { id } verdict level coreHash policyVersion checks { id result } bundleUrl } }";

type Audit = Checked & { slash: { id: string }; level: number; coreHash: string; bundleUrl: string };
type Evident = { id: string; result: string; evidence: { type: string; id: string }[] };
type Served = { slashAudits: (Audit & { policyVersion: string })[] };

describe("the evidence of a slash", () => {
  const path = (name: string) => new URL(name, stack.url);

  it("is a file, sealed by its digest, that says what the API says", async () => {
    const { slashAudits } = await client.data<Served>(AUDITS);

    expect(slashAudits).toHaveLength(expected.slashes.length);
    for (const { slash, verdict, coreHash, bundleUrl } of slashAudits) {
      const response = await fetch(path(bundleUrl));
      const text = await response.text();
      const { digest, ...content } = JSON.parse(text);

      expect(response.status).toBe(200);
      expect(response.headers.get("content-disposition")).toBe(
        `attachment; filename="slash-${slash.id}.json"`,
      );
      expect(text).toBe(sorted({ digest, ...content }));
      expect(digest).toBe(`0x${createHash("sha256").update(sorted(content)).digest("hex")}`);
      expect(content).toMatchObject({ level: 0, verdict, coreHash });
      expect(content.evidence.map(({ id }: { id: string }) => id)).toContain(slash.id);
    }
  });

  it.each([
    ["no id", "0xac", 400, "BAD_USER_INPUT"],
    ["no slash", `0x${"00".repeat(36)}`, 404, "UNKNOWN_ID"],
  ])("%s: a clear error in GraphQL's shape", async (_, id, status, code) => {
    const response = await fetch(path(`/audits/${id}.json`));

    expect(response.status).toBe(status);
    expect(((await response.json()) as { errors: unknown[] }).errors).toMatchObject([
      { extensions: { code } },
    ]);
  });
});

describe("an API with other settings", () => {
  const started: { stop(): Promise<void> }[] = [];
  const start = async (url: string, settings: Record<string, string>) => {
    const api = await ApiProcess.start(url, settings);
    started.push(api);
    return api.client;
  };

  afterAll(() => Promise.all(started.map((api) => api.stop())));

  it("asks graph-node as often for all audits as for one, and for kept ones hardly", async () => {
    const proxy = await CountingProxy.before(subgraphUrl(stack));
    try {
      const counts: number[] = [];
      for (const first of [1, 1000]) {
        const api = await start(proxy.url, { CACHE_MB: "0", FINALITY_BLOCKS: "0" });
        for (const _ of ["new", "kept"]) {
          proxy.take();
          await api.data(`{ slashAudits(first: ${first}) { verdict } }`);
          counts.push(proxy.take().length);
        }
      }
      const [one = 0, keptOne = 0, all = 0, keptAll = 0] = counts;

      expect(expected.slashes.length).toBeGreaterThan(5);
      expect(all, String(counts)).toBeLessThanOrEqual(one + 1);
      expect(all).toBeLessThanOrEqual(10);
      expect(
        [keptOne, keptAll].every((kept) => kept <= all - 3),
        String(counts),
      ).toBe(true);
    } finally {
      proxy.close();
    }
  });

  it("with a node says more, and of the same record", async () => {
    const { slashAudits: bare } = await client.data<Served>(AUDITS);
    const api = await start(subgraphUrl(stack), { RPC_URL: rpcUrl(stack), FINALITY_BLOCKS: "0" });
    let asked: Served["slashAudits"] = [];
    // What the node has confirmed is kept, so that a slow machine gets there in some rounds.
    const levels = async () => {
      asked = (await api.data<Served>(AUDITS)).slashAudits;
      return asked.map(({ level }) => level);
    };

    expect(bare.map(({ level }) => level)).toEqual(bare.map(() => 0));
    await expect.poll(levels, { timeout: 50_000, interval: 500 }).toEqual(bare.map(() => 1));
    expect(asked.map(({ slash, verdict, coreHash }) => [slash.id, verdict, coreHash])).toEqual(
      bare.map(({ slash, verdict, coreHash }) => [slash.id, verdict, coreHash]),
    );
    for (const { checks } of asked) {
      const results = Object.fromEntries(checks.map(({ id, result }) => [id, result]));
      expect(results).toMatchObject({ I1: "PASS", I5: "PASS", I6: "PASS", I8: "UNKNOWN", I9: "PASS" });
    }
  });

  it("with a policy of its own judges by that, and says so", async () => {
    const folder = await mkdtemp(join(tmpdir(), "manometer-e2e-policy-"));
    const policy = JSON.parse(
      await readFile(new URL("../../analytics/src/audit/policy.json", import.meta.url), "utf8"),
    );
    await writeFile(
      join(folder, "policy.json"),
      JSON.stringify({ ...policy, version: "strict", maxShareBps: 1 }),
    );
    const api = await start(subgraphUrl(stack), { AUDIT_POLICY: join(folder, "policy.json") });
    await rm(folder, { recursive: true });
    const { slashAudits } = await api.data<Served>(AUDITS);

    expect(new Set(slashAudits.map(({ policyVersion }) => policyVersion))).toEqual(new Set(["strict"]));
    expect(slashAudits.map(({ verdict }) => verdict)).not.toContain("SUPPORTED");
  });

  it("whose node does not answer says what the index says, and why no more", async () => {
    const api = await start(subgraphUrl(stack), { RPC_URL: "http://127.0.0.1:9/" });
    const { slashAudits } = await api.data<{ slashAudits: { level: number; levelReason: string }[] }>(
      "{ slashAudits { level levelReason } }",
    );

    for (const { level, levelReason } of slashAudits) {
      expect({ level, levelReason }).toEqual({ level: 0, levelReason: expect.stringContaining("RPC_URL") });
    }
  });
});

describe("a forged index", () => {
  it("is not confirmed by a node", async () => {
    const known = await client.data<{ slashAudits: (Omit<Audit, "checks"> & { checks: Evident[] })[] }>(
      "{ slashAudits(verdict: SUPPORTED) { slash { id } checks { id evidence { type id } } } }",
    );
    const [slash, evidence] = known.slashAudits.flatMap(({ slash, checks }) => {
      const commit = checks.find(({ id }) => id === "R2")?.evidence.find(({ type }) => type === "Commit");
      return commit === undefined ? [] : [[slash.id, commit.id] as const];
    })[0] ?? ["", ""];
    await forge(stack, { table: "commit", id: evidence }, "commit_hash = decode(repeat('41', 32), 'hex')");
    const api = await ApiProcess.start(subgraphUrl(stack), { RPC_URL: rpcUrl(stack) });
    try {
      // At another block than before, so that graph-node has no answer to it yet.
      const at = `slash(id: "${slash}", block: { number: ${expected.head.number - 1} })`;
      const said = async () => {
        const answer = await api.client.data<{ slash: { audit: { level: number; levelReason: string } } }>(
          `{ ${at} { audit { level levelReason } } }`,
        );
        return answer.slash.audit;
      };

      const levelReason = expect.stringContaining("has other logs than the index");
      await expect.poll(said, { timeout: 40_000, interval: 500 }).toEqual({ level: 0, levelReason });
    } finally {
      await api.stop();
    }
  });
});

/** JSON with its keys in order: the canonical JSON of what holds nothing but ASCII and small integers. */
function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${sorted(inner)}`).join(",")}}`;
}
