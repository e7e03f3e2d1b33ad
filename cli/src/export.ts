import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { Download } from "./Download.ts";
import type { ExportOptions } from "./exportOptions.ts";
import { patience } from "./patience.ts";
import { grouped } from "./stack/Progress.ts";
import { errorCode, firstLine, StackError } from "./stack/StackError.ts";

/** Where rows go without a file, and where what takes long is said. */
export type Screens = { out: NodeJS.WriteStream; error: NodeJS.WriteStream };

/** Attempts one after another that bring no row. */
const MOST_ATTEMPTS = 6;
const PAUSE_MS = 250;
const MOST_PAUSE_MS = 5000;

/**
 * Writes a collection as the API exports it, and goes on where it was when the connection breaks.
 * Errors: StackError where the API refuses, does not answer or breaks off again and again.
 */
export async function exportCollection(options: ExportOptions, { out, error }: Screens): Promise<void> {
  const { output } = options;
  const part = output === null ? null : `${output}.part`;
  const target = part === null ? out : createWriteStream(part);
  const waiting = patience(error);
  try {
    if (part !== null) await once(target, "open").catch((cause: unknown) => cannotWrite(part, cause));
    const { rows, block } = await download(options, target, waiting.say);
    if (output === null || part === null) return;
    target.end();
    await finished(target);
    await rename(part, output);
    out.write(`${grouped(rows)} rows of ${options.collection} at block ${block} are in ${output}\n`);
    return;
  } catch (cause) {
    // Whoever reads our output may have enough of it, like head.
    if (errorCode(cause) === "EPIPE") return;
    throw cause;
  } finally {
    waiting.done();
    if (part !== null) target.end();
  }
}

async function download(
  options: ExportOptions,
  target: Writable,
  say: (text: string) => void,
): Promise<{ rows: number; block: string }> {
  const { collection, format } = options;
  const loading = new Download(format, (text) => write(target, text));
  let address = firstAddress(options);
  let block = "";
  let resume: string | null = null;
  for (let failures = 0; ; ) {
    say(`${collection}: ${grouped(loading.arrived.rows)} rows`);
    const before = loading.arrived.rows;
    const reason = await attempt(address, async (response) => {
      block = response.headers.get("x-block-number") ?? block;
      resume ??= response.headers.get("x-resume");
      return loading.take(
        watched(response, () => say(`${collection}: ${grouped(loading.arrived.rows)} rows`)),
      );
    });
    if (reason === null) return { rows: loading.arrived.rows, block };
    failures = loading.arrived.rows > before ? 1 : failures + 1;
    // Who was never reached will hardly be reached the next moment.
    if (failures >= (resume === null ? 1 : MOST_ATTEMPTS))
      throw brokenOff(options, loading.arrived.rows, reason);
    if (resume !== null) address = addressAfter(options.api, resume, loading.arrived.lastId);
    await sleep(Math.min(PAUSE_MS * 2 ** failures, MOST_PAUSE_MS));
  }
}

/** One request: null when it came to its end, else why it did not. Errors: StackError where the API refuses. */
async function attempt(
  address: string,
  take: (response: Response) => Promise<string | null>,
): Promise<string | null> {
  let response: Response;
  try {
    response = await fetch(address);
  } catch (cause) {
    const inner = cause instanceof Error && cause.cause !== undefined ? cause.cause : cause;
    return `${new URL(address).origin} cannot be reached (${firstLine(inner)})`;
  }
  if (response.ok) return take(response);
  const message = await messageOf(response);
  if (response.status === 503 || response.status === 429) return message;
  throw new StackError(
    `the API refuses: ${message.replace(/\.$/, "")}`,
    "correct what it names; GET /export of the API lists all there is",
  );
}

async function messageOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const { errors } = JSON.parse(text) as { errors?: readonly { message: string }[] };
    return errors?.[0]?.message ?? `HTTP ${response.status}`;
  } catch {
    return `HTTP ${response.status}: is this Manometer's API?`;
  }
}

async function* watched({ body }: Response, look: () => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of body ?? []) {
    yield chunk;
    look();
  }
}

function firstAddress({ api, collection, format, where, block, interval }: ExportOptions): string {
  const url = new URL(`/export/${encodeURIComponent(collection)}.${format}`, api);
  for (const [name, value] of Object.entries({ where, block, interval })) {
    if (value !== null) url.searchParams.set(name, value);
  }
  return url.href;
}

function addressAfter(api: string, resume: string, lastId: string | null): string {
  const url = new URL(`${resume}${lastId ?? ""}`, api);
  if (lastId === null) url.searchParams.delete("after");
  return url.href;
}

async function write(target: Writable, text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    target.write(text, (error) => (error == null ? resolve() : reject(error)));
  });
}

function cannotWrite(part: string, cause: unknown): never {
  throw new StackError(`${part} cannot be written: ${firstLine(cause)}`, "name another file with --output");
}

function brokenOff({ output, collection }: ExportOptions, rows: number, reason: string): StackError {
  const place = output === null || rows === 0 ? "" : `; what came is in ${output}.part`;
  const begun = rows === 0 ? "brings no row" : `breaks off after ${grouped(rows)} rows`;
  return new StackError(
    `the export of ${collection} ${begun}: ${reason.replace(/\.$/, "")}`,
    `look whether the API and graph-node run, and export again${place}`,
  );
}
