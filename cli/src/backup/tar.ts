import { createHash } from "node:crypto";
import { StackError } from "../stack/StackError.ts";

/** A file or folder on its way into an archive. The content may be read once, and has just `size` bytes. */
export type TarEntry = {
  name: string;
  isFolder: boolean;
  size: number;
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
};

/** SHA-256 of each file of an archive, in hex, by name. */
export type Checksums = Map<string, string>;

const BLOCK = 512;
const NAME = 100;
const PREFIX = 155;

/**
 * Packs entries into a tar archive (POSIX ustar), noting the checksum of each file in `sums`; it does not end the
 * archive. Errors: StackError when a name is longer than the format takes; an Error when a content has another size than
 * was said.
 */
export async function* packed(
  entries: AsyncIterable<TarEntry> | Iterable<TarEntry>,
  sums: Checksums,
): AsyncGenerator<Uint8Array> {
  for await (const { name, isFolder, size, content } of entries) {
    yield headerOf(name, isFolder ? 0 : size, isFolder);
    if (isFolder) continue;
    const hash = createHash("sha256");
    let written = 0;
    for await (const chunk of content) {
      hash.update(chunk);
      written += chunk.length;
      yield chunk;
    }
    if (written !== size) throw new Error(`${name} has ${written} bytes, expected ${size}`);
    sums.set(name, hash.digest("hex"));
    yield new Uint8Array(paddingOf(size));
  }
}

/** What ends an archive. */
export const END = new Uint8Array(2 * BLOCK);

/** Bytes that fill a file's last block. */
export function paddingOf(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

function headerOf(name: string, size: number, isFolder: boolean): Buffer {
  const header = Buffer.alloc(BLOCK);
  const [prefix, rest] = partsOf(isFolder ? `${name}/` : name);
  header.write(rest, 0, NAME, "utf8");
  octal(header, isFolder ? 0o700 : 0o600, 100, 8);
  octal(header, 0, 108, 8);
  octal(header, 0, 116, 8);
  octal(header, size, 124, 12);
  octal(header, 0, 136, 12);
  header.fill(" ", 148, 156);
  header.write(isFolder ? "5" : "0", 156);
  header.write("ustar\0" + "00", 257, "latin1");
  header.write(prefix, 345, PREFIX, "utf8");
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return header;
}

function octal(header: Buffer, value: number, at: number, length: number): void {
  header.write(`${value.toString(8).padStart(length - 1, "0")}\0`, at, "latin1");
}

/** A name in the two parts that a header has room for, cut at a slash. */
function partsOf(name: string): [prefix: string, rest: string] {
  if (Buffer.byteLength(name) <= NAME) return ["", name];
  for (let at = name.indexOf("/"); at > 0; at = name.indexOf("/", at + 1)) {
    const [prefix, rest] = [name.slice(0, at), name.slice(at + 1)];
    const fits = Buffer.byteLength(prefix) <= PREFIX && Buffer.byteLength(rest) <= NAME;
    if (fits && rest !== "") return [prefix, rest];
  }
  throw new StackError(
    `${name} is too long a name for a backup`,
    "give that file a shorter one, or move it away",
  );
}
