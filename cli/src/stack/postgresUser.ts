import { spawnSync } from "node:child_process";
import { StackError } from "./StackError.ts";

/** Whom PostgreSQL runs as. */
export type PostgresUser = { uid: number; gid: number };

/**
 * PostgreSQL refuses to run as root: root's stack runs it as the user `postgres`, or else `nobody`. Null
 * when we are not root, so that PostgreSQL runs as ourselves. Errors: StackError when there is neither.
 */
export function postgresUser(): PostgresUser | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of ["postgres", "nobody"]) {
    const uid = id("-u", name);
    const gid = id("-g", name);
    if (uid !== null && gid !== null) return { uid, gid };
  }
  throw new StackError(
    "PostgreSQL may not run as root, and there is no user `postgres` or `nobody` to run it as",
    "create one (useradd postgres), or run manometer as another user",
  );
}

/** Whether that user may enter and use the path, all folders above it included. */
export function canReach(user: PostgresUser | null, path: string, mode: "-x" | "-w"): boolean {
  return spawnSync("test", [mode, path], { cwd: "/", ...user }).status === 0;
}

function id(flag: "-u" | "-g", name: string): number | null {
  const { status, stdout } = spawnSync("id", [flag, name], { encoding: "utf8" });
  return status === 0 ? Number(stdout) : null;
}
