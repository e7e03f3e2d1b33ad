import type { FastifyReply } from "fastify";

/** How long a client may take for what was written to it. */
const STUCK_MS = 30_000;

/** Writes a stream of server-sent events at the pace of its client. */
export class Outlet {
  readonly #response: FastifyReply["raw"];
  #unwritten = 0;
  #onWritten: (() => void)[] = [];

  constructor(response: FastifyReply["raw"]) {
    this.#response = response;
    response.once("close", () => this.#release());
  }

  /** Resolves when an event may be made: when all that were made before are written. */
  async announce(): Promise<void> {
    while (this.#unwritten > 0 && !this.#response.destroyed) {
      await new Promise<void>((resolve) => this.#onWritten.push(resolve));
    }
    this.#unwritten += 1;
  }

  /** Writes parts until there are no more, or until the client goes. */
  async pipe(parts: AsyncGenerator<string, void, undefined>): Promise<void> {
    const response = this.#response;
    const end = () => void parts.return();
    response.once("close", end);
    for await (const part of parts) {
      if (response.destroyed || !(await this.#write(part))) break;
      if (!part.startsWith(":")) this.#release();
    }
    response.off("close", end);
    if (!response.destroyed) response.end();
  }

  /** Breaks off, so that the client knows that the stream is not at its end. */
  cut(): void {
    this.#response.destroy();
  }

  #write(part: string): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.cut(), STUCK_MS);
      const done = (isWritten: boolean) => {
        clearTimeout(timer);
        this.#response.off("close", gone);
        resolve(isWritten);
      };
      const gone = () => done(false);
      this.#response.once("close", gone);
      this.#response.write(part, (error) => done(error == null));
    });
  }

  #release(): void {
    this.#unwritten = 0;
    for (const resolve of this.#onWritten.splice(0)) resolve();
  }
}
