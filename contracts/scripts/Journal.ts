import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Address, Hex } from "viem";
import type { Framework } from "./superfluid.ts";

/**
 * A creation on its way: its address is known before it is sent, and so is a block that is not after it. `hash` is
 * there once the transaction has been accepted.
 */
export type Creation = { address: Address; startBlock: number; hash?: Hex };

type Content = {
  chainId: number;
  deployer: Address;
  framework?: Framework;
  creations: Record<string, Creation>;
};

/** What a deployment has done so far, so that the next attempt goes on from there. */
export class Journal {
  readonly #content: Content;
  readonly #file: string | undefined;

  constructor(content: Content, file?: string) {
    this.#content = content;
    this.#file = file;
  }

  /** A journal that lasts as long as the process. */
  static inMemory(chainId: number, deployer: Address): Journal {
    return new Journal({ chainId, deployer, creations: {} });
  }

  /** Reads or begins the journal in a file. Throws when it is of another chain or deployer. */
  static open(file: string, chainId: number, deployer: Address): Journal {
    const fresh: Content = { chainId, deployer, creations: {} };
    const content = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Content) : fresh;
    if (content.chainId !== chainId || content.deployer !== deployer) {
      throw new Error(
        `${file} is of chain ${content.chainId} and deployer ${content.deployer}, ` +
          `not of ${chainId} and ${deployer}: name another journal`,
      );
    }
    return new Journal(content, file);
  }

  creation(name: string): Creation | undefined {
    return this.#content.creations[name];
  }

  record(name: string, creation: Creation): void {
    this.#content.creations[name] = creation;
    this.#save();
  }

  get framework(): Framework | undefined {
    return this.#content.framework;
  }

  set framework(framework: Framework) {
    this.#content.framework = framework;
    this.#save();
  }

  #save(): void {
    if (this.#file === undefined) return;
    mkdirSync(dirname(this.#file), { recursive: true });
    const partial = `${this.#file}.partial`;
    writeFileSync(partial, `${JSON.stringify(this.#content, null, 2)}\n`);
    renameSync(partial, this.#file);
  }
}
