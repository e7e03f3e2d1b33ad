import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DataDir } from "../stack/DataDir.ts";
import { forgetTemporaryHome, newPostgresHome, storePostgresHome } from "../stack/PostgresHome.ts";

const BYTES = 3e8;

let root: string;
let file: string;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "manometer-test-"));
  chmodSync(root, 0o755);
  file = join(root, "index.tar.zst");
  const dataDir = opened();
  const home = await newPostgresHome(dataDir);
  mkdirSync(join(home.data, "global"));
  writeFileSync(join(home.data, "PG_VERSION"), "18\n");
  writeFileSync(join(home.data, "big"), "");
  await truncate(join(home.data, "big"), BYTES);
  storePostgresHome(dataDir, home, true);
});
afterEach(() => {
  forgetTemporaryHome(opened());
  rmSync(root, { recursive: true, force: true });
});

it("ends a backup at once, and leaves no file", async () => {
  expect(await killed("backup", "readdirSync(root).some((name) => name.endsWith('.part'))")).toBe("130");
  expect(readdirSync(root)).toEqual(["data"]);
});

it("ends a restore at once, and leaves what was there", async () => {
  expect(await killed("backup", "false")).toBe("finished 0");
  expect(await killed("restore", "existsSync(join(root, 'data/draft/postgres/big'))")).toBe("130");
  expect(existsSync(join(root, "data", "postgres.json"))).toBe(true);
  expect(existsSync(join(root, "data", "draft"))).toBe(false);
});

/** How a command ends that is killed when a condition is met: with an exit code, or "finished". */
async function killed(command: "backup" | "restore", condition: string): Promise<string> {
  const url = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
  const script = `
    import { existsSync, readdirSync } from "node:fs";
    import { join } from "node:path";
    const { ${command} } = await import(${url(`../${command}.ts`)});
    const { Progress } = await import(${url("../stack/Progress.ts")});
    const root = ${JSON.stringify(root)};
    const kill = new AbortController();
    setInterval(() => (${condition}) && kill.abort(), 1).unref();
    const options = { file: ${JSON.stringify(file)}, dataDir: join(root, "data"), isForced: true };
    const interrupt = { stop: new AbortController().signal, kill: kill.signal };
    const code = await ${command}(options, new Progress({ write: () => true }), interrupt);
    process.stdout.write("finished " + code);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  const [code] = await once(child, "close");
  return said === "" ? String(code) : said;
}

function opened(): DataDir {
  const dataDir = DataDir.open(join(root, "data"));
  dataDir.release();
  return dataDir;
}
