import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chown, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { Client } from "../src/Client.ts";
import { composeServices } from "../src/composeFile.ts";
import { eventually } from "../src/Parts.ts";
import { freePort } from "../src/places.ts";
import { Stack } from "../src/Stack.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const root = fileURLToPath(new URL("../..", import.meta.url));
/** The user of docker-compose.yml, who owns nothing of the image but the volume. */
const user = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : null;

let volume: string;
let port: number;
let chain: ChildProcess;
let output = "";

beforeAll(async () => {
  volume = await Stack.temporaryFolder();
  if (user !== null) await chown(volume, user.uid, user.gid);
  port = await freePort();
  const { command, environment } = (await composeServices({ POSTGRES_PASSWORD: "unused" }))("chain");
  const [program, ...args] = command as [string, ...string[]];
  const env = {
    PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    ...environment,
    // As the image has it.
    HOME: "/tmp",
    HOST: "127.0.0.1",
    PORT: String(port),
    FOLDER: volume,
  };
  chain = spawn(program, args, { cwd: root, env, ...user, stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [chain.stdout, chain.stderr])
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
});

afterAll(async () => {
  if (chain?.exitCode === null) chain.kill("SIGKILL");
  await rm(volume, { recursive: true, force: true });
});

it("becomes healthy when its history is played, and says where the contracts are for others to index", async () => {
  const networks = join(volume, "networks.json");
  const isHealthy = async () => {
    if (chain.exitCode !== null) throw new Error(`it ended with ${chain.exitCode}`);
    return (await readFile(networks)).length > 0 || null;
  };
  await eventually("the addresses of the contracts", isHealthy, 200).catch((error: Error) => {
    throw new Error(`${error.message}\n${output}`);
  });
  const rpc = `http://127.0.0.1:${port}`;
  const stack = await Stack.start(["--rpc", rpc, "--network", "local", "--networks", networks]);
  const client = new Client(stack.url);
  const [{ length: slashes }, before] = await sofar(client);
  expect(slashes).toBeGreaterThan(5);
  await vi.waitFor(async () => expect((await sofar(client))[1]).toBeGreaterThan(before), 60_000);
  await stack.dispose();
});

/** The slashes of the history, and the block that the index is at. */
async function sofar(client: Client): Promise<[object[], number]> {
  const { slashes, asOf } = await client.data<{ slashes: object[]; asOf: { blockNumber: string } }>(
    "{ slashes { id } asOf { blockNumber } }",
  );
  return [slashes, Number(asOf.blockNumber)];
}

it("ends in good order when its container is stopped", async () => {
  const ended = once(chain, "exit");
  chain.kill("SIGTERM");
  expect((await ended)[0], output).toBe(0);
});
