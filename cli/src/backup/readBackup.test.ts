import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { StackError } from "../stack/StackError.ts";
import { extractBackup, verifyBackup } from "./readBackup.ts";
import { writeBackup } from "./writeBackup.ts";

const quiet = { signal: new AbortController().signal, onBytes: () => undefined };

let root: string;
let file: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "manometer-test-"));
  file = join(root, "index.tar.zst");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it("puts back files of any name", async () => {
  const names = ["postgresql.conf~", "with a space", " around ", "ünï", "a\nb", "...", "#x:y(1)\\"];
  await write(names.map((name) => `postgres/${name}`));
  await verifyBackup(file, quiet);
  await extractBackup(file, (name) => placed(name), quiet);
  expect(readdirSync(join(root, "postgres")).sort()).toEqual([...names].sort());
  for (const name of names) expect(readFileSync(join(root, "postgres", name), "utf8")).toBe("x");
});

for (const name of ["../outside", "postgres/../../outside", "/outside", "postgres//a", "."]) {
  it(`calls a backup with a file named ${name} damaged before anything is put back`, async () => {
    await write([name]);
    await expect(verifyBackup(file, quiet)).rejects.toThrow(StackError);
    await expect(verifyBackup(file, quiet)).rejects.toThrow(`it holds a file with the name ${name}`);
    await expect(extractBackup(file, (name) => placed(name), quiet)).rejects.toThrow(name);
    expect(readdirSync(root)).toEqual(["index.tar.zst"]);
  });
}

async function write(names: string[]): Promise<void> {
  const entries = names.map((name) => ({ name, isFolder: false, size: 1, content: [Buffer.from("x")] }));
  await writeBackup(
    file,
    (async function* () {
      yield* entries;
    })(),
    quiet,
  );
}

function placed(name: string) {
  return name === "checksums.json" ? null : { path: join(root, name), user: null };
}
