import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Act } from "@manometer/scenario/acts";
import { Chain, type Head } from "@manometer/scenario/Chain";
import { type Cast, castFrom } from "@manometer/scenario/cast";
import type { Expected } from "@manometer/scenario/expected";
import { type FreshChain, freshChain } from "@manometer/scenario/freshChain";
import { Player } from "@manometer/scenario/Player";
import { type ProfileName, profileDuration } from "@manometer/scenario/profile";
import { runScenario } from "@manometer/scenario/run";
import { logsOf, requireSuccess } from "@manometer/scenario/watch";
import { Stack } from "./Stack.ts";

/** A block to come: its seconds after the one before, and its transactions. */
export type NextBlock = { after: number; acts: Act[] };

const DAY = 86_400;

/** Seconds that the history ends before now, so that a story may go on for a while without reaching the future. */
const MARGIN = 7 * DAY;

/** A chain with a history on it, that outlives the stacks which index it. */
export class History {
  readonly chain: Chain;
  readonly expected: Expected;
  readonly #fresh: FreshChain;
  readonly #folder: string;

  private constructor(fresh: FreshChain, expected: Expected, folder: string) {
    this.chain = new Chain(fresh.rpcUrl, fresh.deployment);
    this.expected = expected;
    this.#fresh = fresh;
    this.#folder = folder;
  }

  /** Starts a chain, deploys onto it and plays the history. */
  static async play(profile: ProfileName = "smoke", seed = 1): Promise<History> {
    const latest = Math.floor(Date.now() / 1000) - profileDuration(profile) - MARGIN;
    // so that whenever it is played, its hours and days end at the same blocks
    const start = latest - (latest % DAY);
    const fresh = await freshChain(start);
    try {
      const { rpcUrl, deployment } = fresh;
      const expected = await runScenario({ rpcUrl, deployment, profile, seed, start });
      const folder = await mkdtemp(join(tmpdir(), "manometer-e2e-networks-"));
      await writeFile(join(folder, "networks.json"), JSON.stringify({ played: deployment.contracts }));
      return new History(fresh, expected, folder);
    } catch (error) {
      await fresh.stop();
      throw error;
    }
  }

  /** What makes `manometer up` index this chain; `rpc` is another way to it. */
  arguments(rpc: string = this.#fresh.rpcUrl): string[] {
    return ["--rpc", rpc, "--network", "played", "--networks", join(this.#folder, "networks.json")];
  }

  get rpcUrl(): string {
    return this.#fresh.rpcUrl;
  }

  /** Indexes the chain up to its head, from nothing. */
  async index(): Promise<Stack> {
    return Stack.start(this.arguments());
  }

  /** Everybody who acts, by name. */
  async cast(): Promise<Cast> {
    return castFrom(await this.chain.accounts());
  }

  /** Goes on with these blocks, and gives the new head. Throws when a transaction fails. */
  async extend(blocks: readonly NextBlock[]): Promise<Head> {
    const { chain } = this;
    const player = new Player(chain);
    const first = await chain.head();
    let { block, timestamp } = first;
    await chain.setAutomine(false);
    for (const { after, acts } of blocks) {
      block += 1;
      timestamp += after;
      await player.play({ block, timestamp, acts }, 0, 1);
    }
    await requireSuccess(chain.rpc, player.takeSent(), await logsOf(chain.rpc, first.block + 1, block));
    return chain.head();
  }

  /** Remembers this moment of the chain; what it gives takes the chain back to it. */
  async mark(): Promise<() => Promise<void>> {
    const snapshot = await this.chain.rpc.call("evm_snapshot");
    return async () => {
      if ((await this.chain.rpc.call("evm_revert", snapshot)) !== true)
        throw new Error(`The chain has forgotten its snapshot ${snapshot}`);
    };
  }

  /** Ends the chain. */
  async close(): Promise<void> {
    this.chain.close();
    await this.#fresh.stop();
    await rm(this.#folder, { recursive: true });
  }
}
