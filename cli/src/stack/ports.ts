import { randomInt } from "node:crypto";
import { createServer, type Server } from "node:net";
import { StackError } from "./StackError.ts";

// Below the range from which the system takes ports for outgoing connections, so that none of those
// can take a chosen port before its server binds it.
const LOWEST = 20_000;
const HIGHEST = 32_000;
const TRIES = 100;
const API_PORT = 4000;

/** Whether a server could listen on this port now: on 127.0.0.1, or with `host` "0.0.0.0" everywhere. */
export async function isPortFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  const server = await listen(port, host);
  await close(server);
  return server !== null;
}

/**
 * A port that is free on every interface (graph-node binds them all) and not in `taken`, to which it is
 * added. Errors: StackError when a hundred random ports are all in use.
 */
export async function freePort(taken: Set<number> = new Set()): Promise<number> {
  for (let tried = 0; tried < TRIES; tried++) {
    const port = randomInt(LOWEST, HIGHEST);
    if (taken.has(port) || !(await isPortFree(port, "0.0.0.0"))) continue;
    taken.add(port);
    return port;
  }
  throw new StackError(
    `no free port found: ${TRIES} random ports from ${LOWEST} to ${HIGHEST} are all in use`,
    "stop some servers on this machine and start again",
  );
}

/** A port that nobody else on this machine can take until it is released, or its listener is handed on. */
export type HeldPort = { port: number; listener?: Server; release: () => Promise<void> };

/**
 * Holds the port for the API: the one asked for, or else 4000, or else a free one. Errors: StackError when
 * another process has the one asked for.
 */
export async function holdApiPort(asked: number | null, taken: Set<number>): Promise<HeldPort> {
  const port = asked ?? API_PORT;
  const server = await listen(port, "127.0.0.1");
  if (server !== null) {
    taken.add(port);
    return { port, listener: server, release: () => close(server) };
  }
  if (asked === null) return holdApiPort(await freePort(taken), taken);
  throw new StackError(
    `port ${port} (--port) is already in use on 127.0.0.1`,
    "stop the process that has it, give another --port, or leave --port out to have a free one chosen",
  );
}

/** A server that turns every visitor away; null when the port is taken. */
function listen(port: number, host: string): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy()).unref();
    server.once("error", () => resolve(null));
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}

function close(server: Server | null): Promise<void> {
  return new Promise((resolve) => {
    if (server === null) resolve();
    else server.close(() => resolve());
  });
}
