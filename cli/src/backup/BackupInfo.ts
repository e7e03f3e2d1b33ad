/** What a backup says of itself, in its first file, backup.json. */
export type BackupInfo = {
  manometer: "backup";
  version: number;
  /** When it was begun, in ISO 8601. */
  createdAt: string;
  /** PostgreSQL's major version, whose data folder it holds. */
  postgresMajor: number;
  /** Such data are read only where they were written: "linux-x64". */
  platform: string;
  /** The chain as graph-node names it, and the hash of its block 0; null where that was not noted. */
  chain: { network: string; genesis: string; isInMemory: boolean } | null;
  /** What graph-node served, and to which block; null where the stack did not run. */
  served: { deployment: string; block: number } | null;
  /** About how many bytes it holds. */
  bytes: number;
  /** Of the database's only user, which answers on 127.0.0.1 alone. */
  password: string;
};

/** Of this form of backups. */
export const VERSION = 1;
/** The first file of a backup, and the last. */
export const INFO = "backup.json";
export const CHECKSUMS = "checksums.json";
/** The folder that PostgreSQL's data are in. */
export const POSTGRES = "postgres";

/** The platform of this machine, as a backup names it. */
export function platform(): string {
  return `${process.platform}-${process.arch}`;
}
