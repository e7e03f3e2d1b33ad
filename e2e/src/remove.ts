import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

/** Removes a stopped stack's data, with what PostgreSQL had to keep outside of the folder. */
export async function remove(dataDir: string): Promise<void> {
  const record = await readFile(join(dataDir, "postgres.json"), "utf8").catch(() => "{}");
  const { temporary } = JSON.parse(record) as { temporary?: string | null };
  if (temporary && dirname(temporary) === tmpdir() && basename(temporary).startsWith("manometer-postgres-"))
    await rm(temporary, { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
}
