import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, it } from "vitest";
import { Load } from "../../src/Load.ts";
import { Members } from "../../src/Members.ts";
import { StandingStack } from "../../src/StandingStack.ts";

const CLIENTS = 16;
const SECONDS = 5;
const BACKENDS = {
  query_nodes: ["query-1", "query-2"],
  apis: ["api-1", "api-2"],
  status_nodes: ["query-1", "query-2"],
} as const;

const stack = new StandingStack();
const members = new Members(stack);

/** Facts from somewhere in the history: no two questions are alike, or memory would answer. */
function facts(index: number): object {
  const page = `first: ${50 + Math.floor(index / 900)}, skip: ${index % 900}`;
  return { query: `{ events(${page}, orderBy: sequence) { id sequence timestamp } }` };
}

/** Answers a second that some clients get from these endpoints, each client from one. Throws when one is an error. */
async function rate(urls: readonly string[]): Promise<number> {
  const loads = urls.map((url) => new Load(url, CLIENTS / urls.length, facts));
  await sleep(SECONDS * 1000);
  await Promise.all(loads.map((load) => load.end()));
  const got = loads.flatMap((load) => load.got);
  expect(got.filter(({ codes }) => codes?.length !== 0)).toEqual([]);
  return Math.round(got.length / SECONDS);
}

beforeAll(async () => {
  for (const [backend, servers] of Object.entries(BACKENDS)) await members.untilBothUp(backend, servers);
});

it("spreads the questions of both kinds over both servers of each", async () => {
  const count = () =>
    Promise.all(
      Object.entries(BACKENDS).flatMap(([backend, servers]) =>
        servers.map((server) => members.counted(backend, server)),
      ),
    );
  const before = await count();
  await rate([stack.url]);
  const sessions = (await count()).map(({ sessions }, index) => sessions - (before[index]?.sessions ?? 0));

  const shares = Object.keys(BACKENDS).map((backend, index) => {
    const [one, two] = sessions.slice(2 * index) as [number, number];
    return { backend, one, two, least: Math.min(one, two) / (one + two) };
  });
  console.log(shares.map(({ backend, one, two }) => `${backend}: ${one} and ${two} questions`).join("\n"));
  for (const { least } of shares.slice(0, 2)) expect(least).toBeGreaterThan(0.25);
  expect(shares[2]?.least).toBeGreaterThan(0);
});

it("reads rows from the replica, which is in sync", async () => {
  const read = () =>
    members.rows<{ read: string }>(
      "replica",
      "SELECT tup_returned + tup_fetched AS read FROM pg_stat_database WHERE datname = current_database()",
    );
  const [before] = await read();
  await rate([stack.url]);
  await sleep(1500);
  const [after] = await read();
  const replication = await members.rows<object>(
    "primary",
    "SELECT state, sync_state, pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::int AS behind FROM pg_stat_replication",
  );

  expect(BigInt(after?.read ?? 0) - BigInt(before?.read ?? 0)).toBeGreaterThan(10_000n);
  expect(replication).toEqual([{ state: "streaming", sync_state: "sync", behind: 0 }]);
});

it("measures one query node and two", async () => {
  const [one, two] = [members.queryNode(1), members.queryNode(2)];
  // A node that was just started takes longer.
  for (const url of [one, two]) await rate([url]);
  const rates = {
    "one query node": await rate([one]),
    "two query nodes": await rate([one, two]),
    "two query nodes behind HAProxy": await rate([members.queryUrl]),
    "the API, before which HAProxy stands too": await rate([stack.url]),
  };

  const lines = Object.entries(rates).map(([what, perSecond]) => `${what}: ${perSecond} requests/s`);
  console.log(
    [
      ...lines,
      `${CLIENTS} clients, ${SECONDS} s each; clients, servers and both databases share one machine`,
    ].join("\n"),
  );
  for (const perSecond of Object.values(rates)) expect(perSecond).toBeGreaterThan(0);
});
