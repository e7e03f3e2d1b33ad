import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

const PREFIX = "manometer-postgres-";
const OWNER = "owner";
// Its data directory may be about to name it.
const YOUNG_MS = 60_000;

/**
 * Makes a folder below the system's temporary one that PostgreSQL's user can reach. `record` is the file
 * that will name it: a folder that its record does not name belongs to nobody.
 */
export function createTemporaryHome(record: string): string {
  const path = mkdtempSync(join(tmpdir(), PREFIX));
  chmodSync(path, 0o711);
  writeFileSync(join(path, OWNER), record, { mode: 0o600 });
  return path;
}

/** Removes such a folder; anything else is left alone. */
export function removeTemporaryHome(path: string): void {
  if (dirname(path) === tmpdir() && basename(path).startsWith(PREFIX))
    rmSync(path, { recursive: true, force: true });
}

/** Removes our folders whose data directory is gone, or uses another one by now. */
export function sweepTemporaryHomes(): void {
  for (const name of readdirSync(tmpdir())) {
    if (name.startsWith(PREFIX) && isOrphan(join(tmpdir(), name))) removeTemporaryHome(join(tmpdir(), name));
  }
}

function isOrphan(path: string): boolean {
  try {
    const { uid, mtimeMs } = statSync(path);
    if (uid !== process.getuid?.() || Date.now() - mtimeMs < YOUNG_MS) return false;
    const record = readFileSync(join(path, OWNER), "utf8");
    return !existsSync(record) || !readFileSync(record, "utf8").includes(JSON.stringify(path));
  } catch {
    return false;
  }
}
