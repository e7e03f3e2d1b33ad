import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { StackError } from "../stack/StackError.ts";
import { dataFiles } from "./files.ts";

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "manometer-test-"));
  for (const folder of ["global", "base", "pg_wal", "pg_replslot"]) mkdirSync(join(data, folder));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

it("takes the label that says where a restored server has to begin, and not an old one", () => {
  hold("backup_label", "backup_label.old", "postmaster.pid", "global/pg_control");
  expect(names(true)).toContain("postgres/backup_label");
  expect(names(true)).not.toContain("postgres/backup_label.old");
  expect(names(true)).not.toContain("postgres/postmaster.pid");
});

it("takes the control file last, and the write-ahead log where it is asked for", () => {
  hold("global/pg_control", "base/1", "pg_wal/000000010000000000000001", "pg_replslot/replica");
  expect(names(true).at(-1)).toBe("postgres/global/pg_control");
  expect(names(true)).toContain("postgres/pg_wal/000000010000000000000001");
  const below = names(false).filter((name) => /pg_wal|pg_replslot/.test(name));
  expect(below.sort()).toEqual(["postgres/pg_replslot", "postgres/pg_wal"]);
});

it("refuses what it could not give back, and names it", () => {
  for (const make of [
    (path: string) => symlinkSync(tmpdir(), path),
    (path: string) => symlinkSync(join(data, "nothing"), path),
    (path: string) => execFileSync("mkfifo", [path]),
  ]) {
    const path = join(data, "base", "odd");
    make(path);
    expect(() => names(true)).toThrow(StackError);
    expect(() => names(true)).toThrow(`${path} is neither a file nor a folder`);
    rmSync(path);
  }
  writeFileSync(Buffer.concat([Buffer.from(join(data, "base/")), Buffer.from([0xff])]), "");
  expect(() => names(true)).toThrow("a name that is no text");
});

it("takes a link to a file for that file", () => {
  hold("global/pg_control");
  symlinkSync(join(data, "global", "pg_control"), join(data, "postgresql.conf"));
  expect(names(true)).toContain("postgres/postgresql.conf");
});

function hold(...files: string[]): void {
  for (const file of files) writeFileSync(join(data, file), file);
}

function names(hasWal: boolean): string[] {
  return dataFiles(data, "postgres", hasWal).map(({ name }) => name);
}
