import { createServer, type Server } from "node:net";
import { afterEach, expect, it } from "vitest";
import { freePort, type HeldPort, holdApiPort, isPortFree } from "./ports.ts";

const servers: Server[] = [];
const holds: HeldPort[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  for (const held of holds.splice(0)) await held.release();
});

async function hold(asked: number | null, taken: Set<number>): Promise<HeldPort> {
  const held = await holdApiPort(asked, taken);
  holds.push(held);
  return held;
}

/** Listens on a port until the test ends. */
async function occupy(port: number): Promise<void> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
}

it("gives a port on which a server can listen", async () => {
  const port = await freePort();
  expect(await isPortFree(port)).toBe(true);
  await occupy(port);
  expect(await isPortFree(port)).toBe(false);
  expect(await isPortFree(port, "0.0.0.0")).toBe(false);
});

it("gives no port twice", async () => {
  const taken = new Set<number>();
  for (let count = 0; count < 50; count++) await freePort(taken);
  expect(taken.size).toBe(50);
});

it("holds the port that was asked for until it is released", async () => {
  const port = await freePort();
  const held = await hold(port, new Set());
  expect(held.port).toBe(port);
  expect(await isPortFree(port)).toBe(false);
  await held.release();
  expect(await isPortFree(port)).toBe(true);
});

it("refuses a port that another process has, and says what to do", async () => {
  const port = await freePort();
  await occupy(port);
  await expect(hold(port, new Set())).rejects.toMatchObject({
    message: `port ${port} (--port) is already in use on 127.0.0.1`,
    advice: expect.stringContaining("another --port"),
  });
});

it("holds different ports for two that ask for none at the same time", async () => {
  const [one, two] = await Promise.all([hold(null, new Set()), hold(null, new Set())]);
  expect(one.port).not.toBe(two.port);
});

it("chooses a free port when none was asked for and the usual one is taken", async () => {
  if (await isPortFree(4000)) await occupy(4000);
  const taken = new Set<number>();
  const { port } = await hold(null, taken);
  expect(port).not.toBe(4000);
  expect(taken).toEqual(new Set([port]));
});
