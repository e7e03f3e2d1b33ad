import { paddingOf } from "./tar.ts";

/** A file or folder out of an archive; its content is to be read before the next one is asked for. */
export type UnpackedEntry = {
  name: string;
  isFolder: boolean;
  size: number;
  content: AsyncGenerator<Uint8Array>;
};

const BLOCK = 512;

/** The entries of a tar archive. Errors: an Error when it is none, or ends too early. */
export async function* unpacked(archive: AsyncIterable<Uint8Array>): AsyncGenerator<UnpackedEntry> {
  const bytes = new Bytes(archive);
  for (;;) {
    const header = Buffer.from(await bytes.take(BLOCK));
    if (header.every((byte) => byte === 0)) return;
    checkSum(header);
    const name = [text(header, 345, 155), text(header, 0, 100)].filter((part) => part !== "").join("/");
    const size = Number.parseInt(text(header, 124, 12), 8);
    const isFolder = header.toString("latin1", 156, 157) === "5";
    const content = bytes.stream(size);
    yield { name: name.replace(/\/$/, ""), isFolder, size, content };
    for await (const _ of content);
    await bytes.take(paddingOf(size));
  }
}

function checkSum(header: Buffer): void {
  const said = Number.parseInt(text(header, 148, 8), 8);
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (sum !== said || text(header, 257, 5) !== "ustar") throw new Error("it is not a tar archive");
}

function text(header: Buffer, at: number, length: number): string {
  return header.toString("utf8", at, at + length).replace(/\0.*$/s, "");
}

/** Takes bytes out of chunks of any size. */
class Bytes {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  async take(count: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for await (const part of this.stream(count)) parts.push(part);
    return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
  }

  async *stream(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0; ) {
      if (this.#rest.length === 0) await this.#next();
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  async #next(): Promise<void> {
    const { done, value } = await this.#chunks.next();
    if (done) throw new Error("it ends too early");
    this.#rest = value;
  }
}
