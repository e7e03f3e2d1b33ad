import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What can be read of a running `manometer up`: what it has printed, and what lies in its data folder. */
export abstract class Running {
  abstract readonly dataDir: string;

  /** What the command has printed so far. */
  abstract get output(): string;

  /** The GraphQL endpoint that the `Ready` line named. */
  get url(): string {
    return this.#printed(/^Ready\b.*?(http:\/\/127\.0\.0\.1:\d+\/graphql)/m, "its endpoint in a Ready line");
  }

  /** Seconds from the subgraph's deployment to the chain's head. */
  get indexSeconds(): number {
    return Number(this.#printed(/✓ Index\b.*\((\d+\.\d) s\)/, "how long the index took"));
  }

  /** A file that the stack has written into its data folder, parsed. */
  async json<T>(name: string): Promise<T> {
    return JSON.parse(await readFile(join(this.dataDir, name), "utf8")) as T;
  }

  #printed(pattern: RegExp, what: string): string {
    const found = this.output.match(pattern)?.[1];
    if (found === undefined) throw new Error(`manometer up has not printed ${what} yet:\n${this.output}`);
    return found;
  }
}
