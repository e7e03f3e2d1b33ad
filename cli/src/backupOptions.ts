import { Command } from "commander";

/** What `manometer backup` and `manometer restore` were asked for. */
export type BackupOptions = { file: string; dataDir: string; isForced: boolean };

type Flags = { dataDir: string; force?: true };

const BACKUP_HELP = `
The stack may run and index meanwhile; the backup is of one moment. It holds PostgreSQL's data as they are, and can be
read by the same major version of PostgreSQL on the same kind of machine. It appears under its name when it is whole,
and every file in it has a checksum. It holds the database's password, so only you may read it.

Exit codes: 0 the backup is there; 1 it is not; 130 interrupted.

Examples:
  manometer backup /backups/index.tar.zst
  manometer backup index.tar.zst --data-dir /srv/manometer --force
`;

const RESTORE_HELP = `
The backup is read to its end and checked before anything is changed. With --force, what is there stays until the new
index is whole, so that there must be room for both. Afterwards manometer up --rpc goes on indexing where the backup was
made. The index of a local chain is of no use: such a chain begins anew at every
start.

Exit codes: 0 restored; 1 not restored; 130 interrupted.

Examples:
  manometer restore /backups/index.tar.zst --data-dir /srv/manometer
  manometer up --rpc https://… --network base --data-dir /srv/manometer
`;

/** `manometer backup`; `run` gets its options. */
export function backupCommand(run: (options: BackupOptions) => Promise<void>): Command {
  return command("backup", run)
    .description("Write the whole index of a stack, running or stopped, into one file.")
    .argument("<file>", "the file to write, e.g. index.tar.zst")
    .option("--data-dir <folder>", "of the stack", ".manometer")
    .option("--force", "replace the file where it exists, and do not look at how much room is left")
    .addHelpText("after", BACKUP_HELP);
}

/** `manometer restore`; `run` gets its options. */
export function restoreCommand(run: (options: BackupOptions) => Promise<void>): Command {
  return command("restore", run)
    .description("Put the index of a backup into a data directory.")
    .argument("<file>", "what manometer backup has written")
    .option("--data-dir <folder>", "where it is put", ".manometer")
    .option("--force", "replace the index that is there, and do not look at how much room is left")
    .addHelpText("after", RESTORE_HELP);
}

function command(name: string, run: (options: BackupOptions) => Promise<void>): Command {
  return new Command(name)
    .configureOutput({
      outputError: (text, write) =>
        write(`${text.trim().replace(/\s+/g, " ")}. See manometer ${name} --help\n`),
    })
    .allowExcessArguments(false)
    .action((file: string, { dataDir, force }: Flags) => run({ file, dataDir, isForced: force ?? false }));
}
