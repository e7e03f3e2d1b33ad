import { chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { composeServices } from "../src/composeFile.ts";
import { DebianPostgres } from "../src/DebianPostgres.ts";
import type { Part } from "../src/Part.ts";
import { eventually } from "../src/Parts.ts";
import { freePort } from "../src/places.ts";
import { processesBelow } from "../src/processes.ts";
import { Stack } from "../src/Stack.ts";

const ENTRY = ["sh", fileURLToPath(new URL("../../deploy/replica.sh", import.meta.url))];
const PATIENCE_S = 40;

let folder: string;
let primary: DebianPostgres;
let replica: DebianPostgres;
const parts: Part[] = [];

/** The replica's container, running. */
function startReplica(first?: string): Part {
  const part = replica.part(ENTRY, first);
  parts.push(part);
  part.start();
  return part;
}

/** Commits a row at the primary. */
async function write(note: string): Promise<void> {
  await primary.rows(`INSERT INTO note VALUES ('${note}')`);
}

async function notesOf(server: DebianPostgres): Promise<string[]> {
  return (await server.rows<{ note: string }>("SELECT note FROM note ORDER BY note")).map(({ note }) => note);
}

/** Waits until what is written to the primary is on the replica too. */
async function untilItFollows(): Promise<void> {
  await eventually(
    "a replica that the primary waits for",
    async () => {
      const rows = await primary.rows("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'");
      return rows.length === 1 && (await notesOf(replica)) ? true : null;
    },
    PATIENCE_S,
  );
}

async function systemOf(server: DebianPostgres): Promise<string> {
  const [row] = await server.rows<{ id: string }>("SELECT system_identifier AS id FROM pg_control_system()");
  return String(row?.id);
}

/** True where a session of the primary waits for the replica. */
async function waiting(): Promise<true | null> {
  const rows = await primary.rows("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
  return rows.length > 0 ? true : null;
}

beforeAll(async () => {
  folder = await Stack.temporaryFolder();
  const service = await composeServices({ POSTGRES_PASSWORD: "of2hosts", REPLICA: "replica" });
  const port = await freePort();
  const place = (name: string, host: string) => ({ name, folder, host, port });
  primary = new DebianPostgres(place("postgres", "127.0.0.1"), service("postgres"));
  const ofReplica = service("replica");
  replica = new DebianPostgres(place("replica", "127.0.0.2"), {
    ...ofReplica,
    // The name that the network of the containers gives.
    environment: { ...ofReplica.environment, PRIMARY: primary.host },
  });
  await primary.makeVolume();
  await primary.initialise("replication.sh");
  const part = primary.part();
  parts.push(part);
  part.start();
  await replica.makeVolume();
  await eventually("the primary", () => primary.rows("SELECT 1"), PATIENCE_S);
  await primary.rows("SET synchronous_commit = local; CREATE TABLE note (note text)");
});

afterAll(async () => {
  for (const part of parts.toReversed()) await part.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A folder of programs whose pg_basebackup copies as over a slow line. */
async function slowLine(): Promise<string> {
  const programs = join(folder, "slow");
  await mkdir(programs);
  const program = join(programs, "pg_basebackup");
  const lines = [
    "#!/bin/sh",
    `PATH="${replica.environment().PATH}"`,
    'exec pg_basebackup --max-rate=2M "$@"',
  ];
  await writeFile(program, `${lines.join("\n")}\n`);
  await chmod(program, 0o755);
  return programs;
}

it("begins anew where its copy was interrupted, in a volume without any folder", async () => {
  const slow = await slowLine();
  const part = startReplica(slow);
  const count = async () => (await readdir(replica.volume, { recursive: true })).length;
  const copied = await eventually(
    "half a copy",
    () => count().then((files) => (files > 300 ? files : null)),
    PATIENCE_S,
  );
  const dying = await processesBelow(part.pid);
  expect(dying.map(({ command }) => command).join("\n")).toContain("pg_basebackup");
  await rm(slow, { recursive: true });
  for (const pid of [part.pid, ...dying.map((each) => each.pid)]) process.kill(pid, "SIGKILL");
  await untilItFollows();

  expect(await systemOf(replica)).toBe(await systemOf(primary));
  expect(await readdir(join(replica.volume, "18"))).toEqual(["docker"]);
  console.log(`interrupted after ${copied} files of ${await count()}, started ${part.starts} times`);
});

it("shows a row as soon as it is committed, and holds the commit back until then", async () => {
  for (let number = 0; number < 20; number++) {
    await write(`row ${number}`);
    expect(await notesOf(replica)).toContain(`row ${number}`);
  }
  await replica.rows("SELECT pg_wal_replay_pause()");
  const commit = write("paused");
  await eventually("a commit that waits", waiting, PATIENCE_S);
  expect(await notesOf(primary)).not.toContain("paused");
  await replica.rows("SELECT pg_wal_replay_resume()");
  await commit;

  expect(await notesOf(replica)).toContain("paused");
});

it("is waited for while it is stopped, and goes on with the data that it has", async () => {
  await parts.at(-1)?.stop();
  const marker = join(replica.data, "marker");
  await writeFile(marker, "the same folder");
  let isCommitted = false;
  const commit = write("alone").then(() => {
    isCommitted = true;
  });
  await eventually("a commit that waits", waiting, PATIENCE_S);
  await sleep(1000);
  expect(isCommitted).toBe(false);
  expect(await notesOf(primary)).not.toContain("alone");
  startReplica();
  await commit;

  expect(await notesOf(replica)).toContain("alone");
  expect(await readFile(marker, "utf8")).toBe("the same folder");
});

it("comes back by itself with nothing of what it had", async () => {
  await parts.at(-1)?.stop();
  await rm(join(replica.volume, "18"), { recursive: true });
  const commit = write("lost");
  await eventually("a commit that waits", waiting, PATIENCE_S);
  startReplica();
  await commit;

  expect(await notesOf(replica)).toEqual(await notesOf(primary));
  expect(await primary.rows("SELECT slot_name, active FROM pg_replication_slots")).toEqual([
    { slot_name: "replica", active: true },
  ]);
});

it("lets nobody in who does not know the password", async () => {
  await expect(primary.rows("SELECT 1", "guessed")).rejects.toThrow("password authentication failed");
  await expect(replica.rows("SELECT 1", "guessed")).rejects.toThrow("password authentication failed");
});
