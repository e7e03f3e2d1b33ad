import { createServer, type Server } from "node:net";
import { afterEach, expect, it } from "vitest";
import { apiPort, freePort, isPortFree } from "./ports.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

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

it("keeps to the port that was asked for", async () => {
  const port = await freePort();
  expect(await apiPort(port, new Set())).toBe(port);
});

it("refuses a port that another process has, and says what to do", async () => {
  const port = await freePort();
  await occupy(port);
  await expect(apiPort(port, new Set())).rejects.toMatchObject({
    message: `port ${port} (--port) is already in use on 127.0.0.1`,
    advice: expect.stringContaining("another --port"),
  });
});

it("chooses a free port when none was asked for and the usual one is taken", async () => {
  if (await isPortFree(4000)) await occupy(4000);
  const taken = new Set<number>();
  const port = await apiPort(null, taken);
  expect(port).not.toBe(4000);
  expect(taken).toEqual(new Set([port]));
});
