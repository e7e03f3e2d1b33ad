import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { DataDir } from "../stack/DataDir.ts";
import {
  forgetTemporaryHome,
  newPostgresHome,
  type PostgresHome,
  replacePostgresHome,
} from "../stack/PostgresHome.ts";
import { type BackupInfo, CHECKSUMS, INFO, POSTGRES } from "./BackupInfo.ts";
import { extractBackup, type Placing, type Reading } from "./readBackup.ts";

/** The backup that is put somewhere, and `check`, which may refuse the folder that its data go to. */
export type Replacement = { file: string; info: BackupInfo; check: (folder: string) => void };

/**
 * Puts a backup in the place of what a data directory holds. It is put together beside that, which stays until the new
 * index is whole and on the disk. Errors: those of `check` and extractBackup; the directory is as it was then.
 */
export async function replaceIndex(
  dataDir: DataDir,
  { file, info, check }: Replacement,
  reading: Reading,
): Promise<void> {
  const draft = DataDir.open(dataDir.draft);
  const discard = () => {
    forgetTemporaryHome(draft);
    rmSync(draft.path, { recursive: true, force: true, maxRetries: 3 });
  };
  process.once("exit", discard);
  try {
    const home = { ...(await newPostgresHome(draft)), password: info.password };
    check(home.data);
    await extractBackup(file, placingFor(draft, home), reading);
    spawnSync("sync", ["-f", home.data, draft.path]);
    replacePostgresHome(dataDir, draft, home);
  } finally {
    process.off("exit", discard);
    discard();
  }
}

function placingFor(dataDir: DataDir, { data, user }: PostgresHome): Placing {
  return (name) => {
    if (name === INFO || name === CHECKSUMS) return null;
    const [first, ...rest] = name.split("/");
    if (first === POSTGRES) return { path: join(data, ...rest), user };
    return { path: dataDir.file(name), user: null };
  };
}
