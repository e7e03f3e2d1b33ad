import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type BackupInfo, platform, VERSION } from "./backup/BackupInfo.ts";
import { backupEntries } from "./backup/StoredIndex.ts";
import { writeBackup } from "./backup/writeBackup.ts";
import { backup } from "./backup.ts";
import { Interrupted } from "./interrupt.ts";
import { restore } from "./restore.ts";
import { DataDir } from "./stack/DataDir.ts";
import { forgetTemporaryHome, newPostgresHome, storePostgresHome } from "./stack/PostgresHome.ts";
import { Progress } from "./stack/Progress.ts";
import { indexHome } from "./stack/postgresRecord.ts";

const MANIFEST = `manometer-${"a".repeat(16)}`;

let root: string;
let file: string;
let said: string;
let stop: AbortController;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "manometer-test-"));
  chmodSync(root, 0o755);
  file = join(root, "index.tar.zst");
  said = "";
  stop = new AbortController();
});
afterEach(() => {
  for (const name of ["old", "new"]) if (existsSync(join(root, name))) forgetTemporaryHome(opened(name));
  rmSync(root, { recursive: true, force: true });
});

it("puts the index of a backup in the place of another one, of which nothing stays", async () => {
  await hold("old");
  writeFileSync(join(root, "old", `manometer-${"b".repeat(16)}`), "old");
  await hold("new");
  expect(await backup(options("new"), ...means())).toBe(0);
  expect(await restore(options("old"), ...means())).toBe(0);
  expect(content("old")).toBe("new");
  expect(indexHome(join(root, "old"))?.password).toBe("password of new");
  expect(readdirSync(join(root, "old")).sort()).toEqual(
    ["chain.json", "logs", MANIFEST, "manometer.json", "postgres", "postgres.json"].sort(),
  );
});

it("does the same where PostgreSQL's user cannot reach the data directory", async () => {
  chmodSync(root, 0o700);
  await hold("old");
  await hold("new");
  expect(await backup(options("new"), ...means())).toBe(0);
  const before = indexHome(join(root, "old"))?.temporary ?? join(root, "none");
  expect(await restore(options("old"), ...means())).toBe(0);
  expect(content("old")).toBe("new");
  expect(existsSync(before)).toBe(false);
  const homes = readdirSync(tmpdir()).filter((name) => name.startsWith("manometer-postgres-"));
  const owners = homes.map((name) => readFileSync(join(tmpdir(), name, "owner"), "utf8"));
  const isRoot = process.getuid?.() === 0;
  expect(owners.filter((owner) => owner.startsWith(join(root, "old")))).toEqual(
    isRoot ? [join(root, "old", "postgres.json")] : [],
  );
});

it("keeps the index that is there when it is interrupted, and says so", async () => {
  await hold("old");
  await hold("new");
  await backup(options("new"), ...means());
  const before = listing("old");
  expect(await restore(options("old"), ...means("✓ Check"))).toBe(130);
  expect(said).toContain(`${join(root, "old")} is as it was`);
  expect([content("old"), listing("old")]).toEqual(["old", before]);
});

it("keeps the index that is there when a file cannot be written", async () => {
  await hold("old");
  const before = listing("old");
  await write(9, ["postgres/a", "postgres/a/b"]);
  await expect(restore(options("old"), ...means())).rejects.toMatchObject({
    name: "StackError",
    message: expect.stringContaining("cannot be restored"),
    advice: expect.stringContaining("is as it was"),
  });
  expect([content("old"), listing("old")]).toEqual(["old", before]);
});

it("is refused where there is no room for it", async () => {
  await write(8e15, ["postgres/a"]);
  const refused = restore({ ...options("new"), isForced: false }, ...means());
  await expect(refused).rejects.toThrow(/no room for the index in .*new: .* are free and .* are needed/);
  expect(listing("new")).toEqual(["logs", "manometer.json"]);
});

/** A backup that says of itself that it has so many bytes, with files of these names. */
async function write(bytes: number, names: string[]): Promise<void> {
  const info = { manometer: "backup", version: VERSION, postgresMajor: 18, platform: platform(), bytes };
  const data = (async function* () {
    for (const name of names) yield { name, isFolder: false, size: 1, content: [Buffer.from("x")] };
  })();
  const entries = backupEntries(info as unknown as BackupInfo, data, root);
  await writeBackup(file, entries, { signal: stop.signal, onBytes: () => undefined });
}

/** An index as a stack leaves it, whose one file of data is its own name. */
async function hold(name: string): Promise<void> {
  const dataDir = opened(name);
  const home = await newPostgresHome(dataDir);
  mkdirSync(join(home.data, "base"));
  mkdirSync(join(home.data, "global"));
  writeFileSync(join(home.data, "PG_VERSION"), "18\n");
  writeFileSync(join(home.data, "base", "1"), name);
  dataDir.writeJson("chain.json", { network: "base", genesis: "0x", isInMemory: false });
  writeFileSync(dataDir.file(MANIFEST), name);
  storePostgresHome(dataDir, { ...home, password: `password of ${name}` }, true);
}

function opened(name: string): DataDir {
  const dataDir = DataDir.open(join(root, name));
  dataDir.release();
  return dataDir;
}

function content(name: string): string {
  const home = indexHome(join(root, name));
  expect(readFileSync(join(root, name, MANIFEST), "utf8")).toBe(readFileSync(`${home?.data}/base/1`, "utf8"));
  return readFileSync(`${home?.data}/base/1`, "utf8");
}

function listing(name: string): string[] {
  return readdirSync(join(root, name), { recursive: true, encoding: "utf8" }).sort();
}

function options(name: string) {
  return { file, dataDir: join(root, name), isForced: true };
}

/** Progress that is kept in `said`, and an interrupt that comes when it holds a text. */
function means(moment = "\0"): [Progress, { stop: AbortSignal; kill: AbortSignal }] {
  const write = (text: string) => {
    said += text;
    if (said.includes(moment)) stop.abort(new Interrupted("SIGINT"));
    return true;
  };
  return [new Progress({ write }), { stop: stop.signal, kill: new AbortController().signal }];
}
