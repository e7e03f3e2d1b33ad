import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { birth } from "./stack/birth.ts";

const PATIENCE = { timeout: 20_000, interval: 20 };
const main = fileURLToPath(new URL("main.ts", import.meta.url));

/** Servers as a SIGSTOP leaves them: the system accepts for them, and nobody ever answers. */
const servers: Server[] = [];
const sockets: Socket[] = [];
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "manometer-status-"));
  const [postgresPort, port] = [await hang(), await hang()];
  const url = `http://127.0.0.1:${port}`;
  const graphNode = { queryUrl: url, statusUrl: url, adminUrl: url };
  const of = { pid: process.pid, birth: birth(process.pid), network: "local", genesis: "0x", sources: {} };
  writeFileSync(join(folder, "endpoints.json"), JSON.stringify({ ...of, graphNode, postgresPort, rpc: url }));
  writeFileSync(join(folder, "postgres.json"), JSON.stringify({ password: "secret" }));
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
  rmSync(folder, { recursive: true });
});

async function hang(): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket.on("error", () => undefined).resume());
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

function status(...args: string[]) {
  const child = spawn(process.execPath, [main, "status", "--data-dir", folder, "--json", ...args]);
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  return { child, output: () => output };
}

it("ends where everything that it asks hangs, each part given up after two seconds", async () => {
  const { child, output } = status();
  await once(child, "close");
  const { chain, database, found } = JSON.parse(output());
  expect([chain.error, database.error]).toEqual(["no answer within 2 s", "no answer within 2 s"]);
  expect(found[0].what).toMatch(/^graph-node's status at .* cannot be asked: no answer within 2 s$/);
});

it("leaves no connection behind while it watches", async () => {
  const { child, output } = status("--watch");
  try {
    const rounds = () => output().split("\n").length - 1;
    await vi.waitUntil(() => rounds() === 1, PATIENCE);
    const ofTheFirst = [...sockets];
    expect(ofTheFirst).not.toHaveLength(0);
    await vi.waitUntil(() => rounds() === 2, PATIENCE);
    const isOpen = ({ readableEnded, destroyed }: Socket) => !readableEnded && !destroyed;
    await expect.poll(() => ofTheFirst.filter(isOpen).length, PATIENCE).toBe(0);
  } finally {
    child.kill("SIGKILL");
    await once(child, "close");
  }
});
