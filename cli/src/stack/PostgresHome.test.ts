import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DataDir } from "./DataDir.ts";
import { forgetTemporaryHome, newPostgresHome, storedPostgresHome } from "./PostgresHome.ts";
import { StackError } from "./StackError.ts";

let root: string;
let dataDir: DataDir;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "manometer-test-"));
  dataDir = DataDir.open(root);
  mkdirSync(dataDir.file("postgres"));
});
afterEach(() => {
  forgetTemporaryHome(dataDir);
  rmSync(root, { recursive: true, force: true });
});

for (const text of ["", '{ "data": "/x', "null", "[]", "7", "{}"]) {
  it(`whose record holds ${JSON.stringify(text)} can be begun anew, and its data are not taken for none`, async () => {
    writeFileSync(dataDir.file("postgres.json"), text);
    await expect(storedPostgresHome(dataDir)).rejects.toThrow(StackError);
    await expect(storedPostgresHome(dataDir)).rejects.toThrow(dataDir.file("postgres.json"));
    forgetTemporaryHome(dataDir);
    const { data } = await newPostgresHome(dataDir);
    expect(existsSync(data)).toBe(true);
  });
}
