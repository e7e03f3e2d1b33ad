import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import WebSocket from "ws";
import type { Attempt, Conversation, HttpRequest, Talk } from "./Attempt.ts";

/** What came back: answers over HTTP, or messages over a WebSocket; `end` says how the connection ended, if it did. */
export type Reply = { answers: Answer[]; messages: string[]; end: string | null };

/** An answer over HTTP. */
export type Answer = { status: number; type: string; text: string };

const END_OF_PARTS = "0\r\n\r\n".length;
const PATIENCE_MS = 30_000;
const STREAM_MS = 60;
const QUIET_MS = 150;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Sends an attempt to the API at this origin and waits for what comes back. Throws when nothing comes within half a minute. */
export async function send(attempt: Attempt, origin: URL): Promise<Reply> {
  if (attempt.via === "http") return overHttp(attempt, origin);
  return attempt.via === "socket" ? overSocket(attempt, origin) : overWebSocket(attempt, origin);
}

function overHttp(attempt: HttpRequest, origin: URL): Promise<Reply> {
  const { method, path, headers, body, isChunked } = attempt;
  return new Promise((resolve, reject) => {
    const { hostname: host, port } = origin;
    const length = body === null || isChunked ? {} : { "content-length": String(body.length) };
    const client = request({ agent, host, port, method, path, headers: { ...headers, ...length } });
    client.setTimeout(PATIENCE_MS, () => client.destroy(new Error("No answer came within half a minute")));
    let answer: Promise<Answer> | null = null;
    client.on("response", (message) => {
      answer = read(message);
      answer.then((one) => resolve({ answers: [one], messages: [], end: null }), reject);
    });
    client.on("error", (error: NodeJS.ErrnoException) => {
      if (answer !== null) return;
      // An idle connection may end while a request is on its way over it: it is sent anew.
      if (client.reusedSocket && error.code === "ECONNRESET") return resolve(overHttp(attempt, origin));
      // Whoever refuses a body before it has come may close the door on the rest of it.
      if (error.code === "EPIPE" || error.code === "ECONNRESET")
        resolve({ answers: [], messages: [], end: error.code });
      else reject(error);
    });
    client.end(body ?? undefined);
  });
}

async function read(message: IncomingMessage): Promise<Answer> {
  const type = message.headers["content-type"] ?? "";
  const chunks: Buffer[] = [];
  const isStream = type.startsWith("text/event-stream");
  const timer = isStream ? setTimeout(() => message.destroy(), STREAM_MS) : undefined;
  try {
    for await (const chunk of message) chunks.push(chunk as Buffer);
  } catch (error) {
    if (!isStream) throw error;
  } finally {
    clearTimeout(timer);
  }
  return { status: message.statusCode ?? 0, type, text: Buffer.concat(chunks).toString("utf8") };
}

async function overSocket({ pieces, pauseMs, answers }: Conversation, origin: URL): Promise<Reply> {
  const socket = connect(Number(origin.port), origin.hostname);
  const chunks: Buffer[] = [];
  let end: string | null = null;
  let lastAt = performance.now();
  socket.on("data", (chunk) => {
    chunks.push(chunk);
    lastAt = performance.now();
  });
  socket.on("error", (error: NodeJS.ErrnoException) => {
    end = error.code ?? error.message;
  });
  socket.on("close", () => {
    end ??= "closed";
  });
  for (const [at, piece] of pieces.entries()) {
    if (at > 0) await sleep(pauseMs);
    if (end === null) socket.write(piece);
  }
  const wanted = answers ?? Number.POSITIVE_INFINITY;
  const begun = performance.now();
  lastAt = Math.max(lastAt, begun);
  while (end === null && parsed(Buffer.concat(chunks)).length < wanted) {
    const now = performance.now();
    if (answers === null && now - lastAt > QUIET_MS) break;
    if (now - begun > PATIENCE_MS) throw new Error("Not all answers came within half a minute");
    await sleep(10);
  }
  socket.destroy();
  return { answers: parsed(Buffer.concat(chunks)), messages: [], end };
}

/** The complete answers in the bytes of a connection. */
function parsed(bytes: Buffer): Answer[] {
  const found: Answer[] = [];
  for (let at = 0; ; ) {
    const headEnd = bytes.indexOf("\r\n\r\n", at);
    if (headEnd < 0) return found;
    const head = bytes.subarray(at, headEnd).toString("latin1");
    // Only Node's parser answers in parts, and its only part is the last and empty.
    const last = /^transfer-encoding: *chunked/im.test(head) ? END_OF_PARTS : 0;
    const length = Number(head.match(/^content-length: *(\d+)/im)?.[1] ?? last);
    const body = bytes.subarray(headEnd + 4, headEnd + 4 + length);
    if (body.length < length) return found;
    const status = Number(head.match(/^HTTP\/1\.[01] (\d{3})/)?.[1] ?? 0);
    const type = head.match(/^content-type: *(.*)$/im)?.[1] ?? "";
    if (status >= 200 || status === 0) found.push({ status, type, text: body.toString("utf8") });
    at = headEnd + 4 + length;
  }
}

async function overWebSocket({ protocol, messages }: Talk, origin: URL): Promise<Reply> {
  const url = `ws://${origin.host}/graphql`;
  const socket = protocol === null ? new WebSocket(url) : new WebSocket(url, protocol);
  const came: string[] = [];
  let end: string | null = null;
  let lastAt = performance.now();
  socket.on("message", (data) => {
    came.push(String(data));
    lastAt = performance.now();
  });
  socket.on("close", (code) => {
    end ??= `close ${code}`;
  });
  socket.on("error", (error) => {
    end ??= error.message;
  });
  await new Promise((resolve) => socket.once("open", resolve).once("close", resolve));
  for (const [at, message] of messages.entries()) {
    if (socket.readyState === WebSocket.OPEN) socket.send(message);
    // The greeting is acknowledged before anything else may be sent.
    if (at === 0 && end === null)
      await Promise.race([once(socket, "message").catch(() => null), sleep(QUIET_MS)]);
  }
  lastAt = Math.max(lastAt, performance.now());
  while (end === null && performance.now() - lastAt < QUIET_MS) await sleep(10);
  socket.terminate();
  return { answers: [], messages: came, end };
}
