import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { DataDir } from "../stack/DataDir.ts";
import { startPostgres } from "../stack/Postgres.ts";
import { Progress } from "../stack/Progress.ts";
import { Supervisor } from "../stack/Supervisor.ts";
import { SLOT } from "./baseBackup.ts";
import { forgetReplica, PRIMARY_SETTINGS } from "./Replica.ts";

it("is forgotten by a run without one: neither its slot nor its data stay", async () => {
  const root = mkdtempSync(join(tmpdir(), "manometer-test-"));
  chmodSync(root, 0o755);
  const dataDir = DataDir.open(join(root, "data"));
  const stack = new Supervisor(dataDir.file("processes.json"));
  onTestFinished(async () => {
    await stack.stop();
    dataDir.release();
    rmSync(root, { recursive: true, force: true });
  });
  const means = { stack, dataDir, progress: new Progress(process.stdout), taken: new Set<number>() };
  const primary = await startPostgres(means, PRIMARY_SETTINGS);
  const slots = () =>
    primary.database.session(
      async (query) => (await query("SELECT slot_name FROM pg_replication_slots")).rows,
    );
  await primary.database.session((query) =>
    query("SELECT pg_create_physical_replication_slot($1, true)", [SLOT]),
  );
  mkdirSync(`${primary.home.data}-replica/base`, { recursive: true });
  expect(await slots()).toEqual([{ slot_name: SLOT }]);

  for (let times = 0; times < 2; times++) await forgetReplica(primary);
  expect(await slots()).toEqual([]);
  expect(existsSync(`${primary.home.data}-replica`)).toBe(false);
});
