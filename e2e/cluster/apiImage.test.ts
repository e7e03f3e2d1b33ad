import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Client } from "../src/Client.ts";
import { composeServices } from "../src/composeFile.ts";
import { ImageRecipe } from "../src/ImageRecipe.ts";
import { eventually } from "../src/Parts.ts";
import { freePort } from "../src/places.ts";
import { Stack } from "../src/Stack.ts";

const run = promisify(execFile);
/** The user of docker-compose.yml, who owns nothing in the image. */
const user = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {};

const inClone = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

let folder: string;
let app: string;
let url: string;
let healthcheck: [string, ...string[]];
let env: Record<string, string>;
let api: ChildProcess;
let output = "";

beforeAll(async () => {
  folder = await Stack.temporaryFolder();
  const recipe = await ImageRecipe.read();
  const packages = join(folder, "api-packages");
  app = join(folder, "app");
  await recipe.make("api-packages", packages);
  await recipe.make("api", app, { "api-packages": packages });
  await run("chmod", ["-R", "a-w", app]);

  const [port, nobody] = [await freePort(), await freePort()];
  url = `http://127.0.0.1:${port}`;
  // With a node for audits, without which their part of the program is not even loaded.
  const service = await composeServices({
    POSTGRES_PASSWORD: "unused",
    AUDIT_RPC_URL: `http://127.0.0.1:${nobody}`,
  });
  const { command, environment } = service("api-1");
  expect(command).toEqual(recipe.words("api", "CMD"));
  env = { PATH: `${dirname(process.execPath)}:${process.env.PATH}`, ...environment };
  for (const name of ["SUBGRAPH_URL", "STATUS_URL"])
    env[name] = String(env[name]).replace(/haproxy:\d+/, `127.0.0.1:${nobody}`);
  healthcheck = recipe.words("api", "HEALTHCHECK");
  healthcheck = healthcheck.map((word) => word.replace(`:${env.PORT}/`, `:${port}/`)) as typeof healthcheck;
  const [program, ...args] = command as [string, ...string[]];
  const own = { HOST: "127.0.0.1", PORT: String(port) };
  api = spawn(program, args, {
    cwd: app,
    env: { ...env, ...own },
    ...user,
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [api.stdout, api.stderr])
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
});

afterAll(async () => {
  api?.kill("SIGKILL");
  await run("chmod", ["-R", "u+w", folder]);
  await rm(folder, { recursive: true, force: true });
});

async function page(path: string): Promise<string> {
  const answer = await fetch(`${url}${path}`, { headers: { accept: "text/html,*/*" } });
  expect(answer.status, path).toBe(200);
  return await answer.text();
}

it("becomes healthy by the check of the image", async () => {
  const [program, ...args] = healthcheck;
  expect(args.join(" ")).toContain(`${url}/health`);
  const check = async () => {
    if (api.exitCode !== null) return false;
    await run(program, args, { cwd: app, env, ...user });
    return true;
  };
  expect(await eventually(`a healthy API (${output})`, check, 30), output).toBe(true);
});

it("serves its figures, the dashboard and GraphiQL, with every file that the pages name", async () => {
  expect(await page("/metrics")).toContain("manometer_live_clients 0");
  expect(await page("/")).toBe(await readFile(inClone("dashboard/build/index.html"), "utf8"));
  for (const path of ["/", "/graphql"]) {
    const named = [...(await page(path)).matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css|svg))"/g)];
    expect(named.length, path).toBeGreaterThan(1);
    for (const [, file = ""] of named) expect((await page(file)).length).toBeGreaterThan(50);
  }
});

it("knows its schema, and says that graph-node does not answer", async () => {
  const client = new Client(`${url}/graphql`);
  const { __schema: schema } = await client.data<{ __schema: { types: { name: string }[] } }>(
    "{ __schema { types { name } } }",
  );
  const described = await readFile(inClone("api/schema.graphql"), "utf8");
  const types = [...described.matchAll(/^type (\w+)/gm)].map(([, name]) => name);
  expect(types.length).toBeGreaterThan(20);
  expect(schema.types.map(({ name }) => name)).toEqual(expect.arrayContaining(types));
  const { errors } = await client.ask("{ sinks { id } }");
  expect(errors?.[0]?.extensions?.code).toBe("UPSTREAM_UNAVAILABLE");
});

it("ends in good order when it is stopped", async () => {
  api.kill("SIGTERM");
  if (api.exitCode === null) await once(api, "exit");
  expect(api.exitCode, output).toBe(0);
});
