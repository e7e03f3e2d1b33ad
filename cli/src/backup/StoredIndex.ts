import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isManifest } from "../stack/DataDir.ts";
import { indexHome } from "../stack/postgresRecord.ts";
import { StackError } from "../stack/StackError.ts";
import { type BackupInfo, INFO, POSTGRES } from "./BackupInfo.ts";
import { entriesOf } from "./entries.ts";
import { dataFiles, filesBelow, type Source, sizeOf } from "./files.ts";
import type { TarEntry } from "./tar.ts";

/** The index that a data directory holds: where PostgreSQL's data are, its password, and about how much all of it is. */
export type StoredIndex = { folder: string; data: string; password: string; bytes: number };

/** The index in a data directory. Errors: StackError when it holds none, or when its record cannot be read. */
export function indexIn(folder: string): StoredIndex {
  const stored = indexHome(folder);
  if (stored === null)
    throw new StackError(
      `the data directory ${folder} holds no index`,
      "name the one of your stack with --data-dir",
    );
  const { data, password } = stored;
  const bytes = sizeOf([...filesBeside(folder), ...dataFiles(data, POSTGRES, true)]);
  return { folder, data, password, bytes };
}

/**
 * All of a backup: what it says of itself, PostgreSQL's data, and the files of `folder` beside them. Those come last, as
 * they are then: of each version that the data know the files are there, even where it was deployed meanwhile.
 */
export async function* backupEntries(
  info: BackupInfo,
  data: AsyncIterable<TarEntry>,
  folder: string,
): AsyncGenerator<TarEntry> {
  const text = Buffer.from(`${JSON.stringify(info, null, 2)}\n`);
  yield { name: INFO, isFolder: false, size: text.length, content: [text] };
  yield* data;
  yield* entriesOf(filesBeside(folder));
}

function filesBeside(folder: string): Source[] {
  const files = readdirSync(folder)
    .filter((name) => isManifest(name) || name === "deployment.json" || name === "chain.json")
    .map((name) => ({ path: join(folder, name), name, isFolder: false }));
  const builds = join(folder, "subgraph");
  return existsSync(builds) ? [...files, ...filesBelow(builds, "subgraph")] : files;
}
