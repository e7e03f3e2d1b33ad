import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { parse } from "yaml";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What a service of docker-compose.yml runs, and the environment that it runs in. */
export type ComposeService = { command: string[]; environment: Record<string, string> };

/**
 * Services of docker-compose.yml by name, as the compose client understands the file with .env.example and these
 * settings. Throws where the client is missing, and where there is no such service.
 */
export async function composeServices(
  settings: Readonly<Record<string, string>>,
): Promise<(name: string) => ComposeService> {
  const { services } = parse(await config(settings)) as { services: Record<string, ComposeService> };
  return (name) => {
    const service = services[name];
    if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
    return service;
  };
}

/** The whole file as the client prints it. */
async function config(settings: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "manometer-compose-"));
  try {
    const env = join(folder, "env");
    const chosen = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
    await writeFile(env, `${await readFile(join(root, ".env.example"), "utf8")}\n${chosen.join("")}`);
    const profiles = ["chain", "replica", "metrics"].flatMap((name) => ["--profile", name]);
    const args = ["--env-file", env, ...profiles, "config"];
    return (await promisify(execFile)("docker-compose", args, { cwd: root })).stdout;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      throw new Error("docker-compose is missing: apt-get install docker-compose");
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
