import type { Database, Query } from "../stack/Database.ts";
import { entriesOf } from "./entries.ts";
import { dataFiles, walSegments } from "./files.ts";
import type { TarEntry } from "./tar.ts";

const LABEL = "manometer_backup";

/** A data folder, and its name in a backup. */
export type DataFolder = { data: string; name: string };

/**
 * Does work with the data of a running server as one moment has them: a copy of every file, and the write-ahead log
 * from before it to after it, which the server keeps for us meanwhile.
 * https://www.postgresql.org/docs/current/continuous-archiving.html
 */
export async function withLiveData<T>(
  database: Database,
  folder: DataFolder,
  work: (entries: AsyncIterable<TarEntry>) => Promise<T>,
): Promise<T> {
  return await database.session((query) => work(liveEntries(query, folder)));
}

async function* liveEntries(query: Query, { data, name }: DataFolder): AsyncGenerator<TarEntry> {
  // A name of its own, because two backups may be made at once; the slot goes with the connection.
  await query("SELECT pg_create_physical_replication_slot($1, true, true)", [`${LABEL}_${process.pid}`]);
  await query("SELECT pg_backup_start($1, true)", [LABEL]);
  yield* entriesOf(dataFiles(data, name, false));
  const { rows } = await query("SELECT labelfile, pg_walfile_name(lsn) AS last FROM pg_backup_stop(false)");
  const label = Buffer.from(String(rows[0]?.labelfile));
  const from = label.toString().match(/\(file ([0-9A-F]{24})\)/)?.[1] ?? "";
  yield* entriesOf(walSegments(data, name, { from, to: String(rows[0]?.last) }));
  yield { name: `${name}/backup_label`, isFolder: false, size: label.length, content: [label] };
}
