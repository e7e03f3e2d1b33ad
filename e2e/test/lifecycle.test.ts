import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { Client } from "../src/Client.ts";
import { rpcUrl } from "../src/places.ts";
import { processesBelow } from "../src/processes.ts";
import { Stack } from "../src/Stack.ts";

const folders: string[] = [];
const stacks: Stack[] = [];

async function folder(): Promise<string> {
  const path = await Stack.temporaryFolder();
  folders.push(path);
  return path;
}

async function start(args: string[], dataDir: string, command?: string[]): Promise<Stack> {
  const stack = await Stack.start(args, dataDir, command);
  stacks.push(stack);
  return stack;
}

afterEach(async () => {
  for (const stack of stacks.splice(0)) await stack.stop();
  for (const path of folders.splice(0)) await rm(path, { recursive: true, force: true });
});

describe("a local stack", () => {
  it("runs beside that of npm start, and neither leaves a process behind after Ctrl-C or SIGTERM", async () => {
    const [one, two] = await Promise.all([
      start(["--profile", "none"], await folder()),
      start(["--profile", "none"], await folder(), ["npm", "start", "--"]),
    ]);
    expect(one.url).not.toBe(two.url);
    await answers(one);
    await answers(two);

    const children = [...(await processesBelow(one.pid)), ...(await processesBelow(two.pid))];
    expect(children.length).toBeGreaterThanOrEqual(9);
    const [{ code }] = await Promise.all([one.stop("SIGINT"), two.stop("SIGTERM")]);

    expect(code).toBe(0);
    expect(children.filter(isAlive)).toEqual([]);
  });

  it("resumes an existing chain's index where it stood, which a start without --rpc leaves alone", async () => {
    const chain = await start(["--profile", "none"], await folder());
    const { contracts } = await chain.json<{ contracts: unknown }>("deployment.json");
    const dataDir = await folder();
    const networks = join(await folder(), "networks.json");
    await writeFile(networks, JSON.stringify({ mine: contracts }));
    const args = ["--rpc", rpcUrl(chain), "--network", "mine", "--networks", networks];

    const first = await start(args, dataDir);
    const before = await new Client(first.url).data(FACTS);
    await first.stop();
    const withoutRpc = await Stack.spawn(["--profile", "none"], dataDir).ended();
    const second = await start(args, dataDir);
    const after = await new Client(second.url).data(FACTS);

    expect([withoutRpc.code, withoutRpc.output]).toEqual([
      1,
      expect.stringMatching(/is stored here is of mine .*--fresh/),
    ]);
    expect(second.output).toContain("the stored index goes on where it was");
    expect(after).toEqual(before);
  }, 180_000);

  it("refuses its data folder to another one, and when a part dies says which, and stops the others", async () => {
    const stack = await start(["--profile", "none"], await folder());
    const refused = await Stack.spawn(["--profile", "none"], stack.dataDir).ended();
    expect(refused.code).toBe(1);
    expect(refused.output).toContain(`is in use by a running stack (process ${stack.pid})`);
    await answers(stack);

    const parts = await processesBelow(stack.pid);
    const chain = parts.find(({ command }) => command.includes("hardhat"));
    process.kill((chain as { pid: number }).pid, "SIGKILL");
    const { code, output } = await stack.ended();

    expect(code).toBe(1);
    expect(output).toMatch(
      /manometer: Hardhat node ended unexpectedly with SIGKILL. What to do: see .*\.log/,
    );
    expect(parts.filter(isAlive)).toEqual([]);
  });
});

/** Asks the stack's API, which must know a block. */
async function answers({ url }: Stack): Promise<void> {
  const { asOf } = await new Client(url).data<{ asOf: { blockNumber: number } }>("{ asOf { blockNumber } }");
  expect(Number(asOf.blockNumber)).toBeGreaterThan(0);
}

const FACTS = "{ parameterChanges(first: 1000, orderBy: sequence) { id key newValue } protocols { id } }";

function isAlive({ pid }: { pid: number }): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
