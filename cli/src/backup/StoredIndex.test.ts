import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { BackupInfo } from "./BackupInfo.ts";
import { backupEntries } from "./StoredIndex.ts";
import type { TarEntry } from "./tar.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "manometer-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("has the files of a version that was begun while the data were copied", async () => {
  const [served, begun] = [`manometer-${"a".repeat(16)}`, `manometer-${"b".repeat(16)}`];
  writeFileSync(join(folder, served), "");
  const data = (async function* (): AsyncGenerator<TarEntry> {
    yield { name: "postgres", isFolder: true, size: 0, content: [] };
    mkdirSync(join(folder, "subgraph", "bbbb"), { recursive: true });
    writeFileSync(join(folder, "subgraph", "bbbb", "schema.graphql"), "");
    writeFileSync(join(folder, begun), "");
  })();
  const names: string[] = [];
  for await (const { name } of backupEntries({} as BackupInfo, data, folder)) names.push(name);
  expect(names.slice(0, 2)).toEqual(["backup.json", "postgres"]);
  expect(names.slice(2).sort()).toEqual(
    [served, begun, "subgraph", "subgraph/bbbb", "subgraph/bbbb/schema.graphql"].sort(),
  );
});
