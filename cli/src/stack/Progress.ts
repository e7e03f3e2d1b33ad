import type { WriteStream } from "node:tty";

/** Says how far a step is: "4,000 of 12,593 blocks". */
export type Report = (text: string) => void;

/** Where progress is written: standard output, whether a terminal or not. */
export type Screen = Pick<WriteStream, "write"> & { isTTY?: boolean; columns?: number };

const NAME_WIDTH = 12;
const COLUMNS = 80;
const REDRAW_MS = 200;
const PLAIN_MS = 5000;

/**
 * Tells a person what happens: one line a step, with its result and its time. In a terminal the line of
 * the running step is redrawn; elsewhere a long step says how far it is every five seconds.
 */
export class Progress {
  readonly #out: Screen;
  readonly #begun = performance.now();

  constructor(out: Screen) {
    this.#out = out;
  }

  /** Runs a step. `describe` tells its result in a few words. Errors: those of `work`. */
  async step<T>(
    name: string,
    work: (report: Report) => Promise<T>,
    describe: (result: T) => string,
  ): Promise<T> {
    const begun = performance.now();
    let text = "";
    const draw = () => this.#running(name, text, begun);
    const timer = setInterval(draw, this.#out.isTTY ? REDRAW_MS : PLAIN_MS);
    if (this.#out.isTTY) draw();
    try {
      const result = await work((report) => {
        text = report;
      });
      this.#line(`✓ ${name.padEnd(NAME_WIDTH)} ${describe(result)}  (${seconds(begun)})`);
      return result;
    } catch (error) {
      this.#line(`✗ ${name.padEnd(NAME_WIDTH)} after ${seconds(begun)}`);
      throw error;
    } finally {
      clearInterval(timer);
    }
  }

  /** A line beside the steps. */
  note(text: string): void {
    this.#line(`  ${text}`);
  }

  /** The closing block: its first line begins with `Ready` and holds the URL. */
  ready(url: string, more: readonly string[]): void {
    // At once: who waits for the first line may read the others with it.
    this.#line([`\nReady in ${seconds(this.#begun)}: ${url}`, ...more.map((line) => `  ${line}`)].join("\n"));
  }

  #running(name: string, text: string, begun: number): void {
    const time = `  (${seconds(begun)})`;
    const line = `… ${name.padEnd(NAME_WIDTH)} ${text}`;
    // A line that wraps could not be redrawn.
    const width = this.#out.isTTY ? (this.#out.columns ?? COLUMNS) - time.length - 1 : line.length;
    this.#out.write(this.#out.isTTY ? `\r\x1b[2K${line.slice(0, width)}${time}` : `${line}${time}\n`);
  }

  #line(text: string): void {
    this.#out.write(`${this.#out.isTTY ? "\r\x1b[2K" : ""}${text}\n`);
  }
}

/** A whole number as people read it: 12593 gives "12,593". */
export function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

/** A number of bytes as people read it: 12593000 gives "12.6 MB". */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString("en-US", { maximumFractionDigits: 1 })} MB`;
}

function seconds(begun: number): string {
  return `${((performance.now() - begun) / 1000).toFixed(1)} s`;
}
