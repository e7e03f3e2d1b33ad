import { closeSync, createReadStream, fstatSync, openSync } from "node:fs";
import { errorCode } from "../stack/StackError.ts";
import type { Source } from "./files.ts";
import type { TarEntry } from "./tar.ts";

/**
 * The files as entries of an archive. A running server may remove one meanwhile, which is left out, and cut one, whose
 * end is then zeros: its write-ahead log makes up for both.
 */
export async function* entriesOf(sources: readonly Source[]): AsyncGenerator<TarEntry> {
  for (const { path, name, isFolder } of sources) {
    if (isFolder) {
      yield { name, isFolder, size: 0, content: [] };
      continue;
    }
    const file = opened(path);
    if (file === null) continue;
    const { size } = fstatSync(file);
    try {
      yield { name, isFolder, size, content: contentOf(file, size) };
    } finally {
      closeSync(file);
    }
  }
}

function opened(path: string): number | null {
  try {
    return openSync(path, "r");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

async function* contentOf(file: number, size: number): AsyncGenerator<Uint8Array> {
  if (size === 0) return;
  let left = size;
  const stream = createReadStream("", {
    fd: file,
    autoClose: false,
    start: 0,
    end: size - 1,
    highWaterMark: 1 << 20,
  });
  for await (const chunk of stream) {
    left -= (chunk as Buffer).length;
    yield chunk as Buffer;
  }
  if (left > 0) yield new Uint8Array(left);
}
