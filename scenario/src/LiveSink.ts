import { artifacts } from "@manometer/contracts/artifacts";
import { type Address, type Hex, stringToHex } from "viem";
import { declaredCapacity, withholdChance } from "./actors/capacity.ts";
import type { Act } from "./acts.ts";
import type { Chain } from "./Chain.ts";
import { type Cast, type SinkRole, type TaskName, taskOf } from "./cast.ts";
import { commitmentHash } from "./model/Registry.ts";
import { profileOf } from "./profile.ts";
import type { Random } from "./random.ts";

type Secret = { capacity: bigint; nonce: Hex; revealAt: number };

/** The most blocks that a live sink waits before it reveals; below every timeout that is likely. */
const LATEST_REVEAL = 12;

/** One sink in one task type, live: it reads what the chain allows, and remembers only its own secret. */
export class LiveSink {
  readonly role: SinkRole;
  readonly #taskType: Hex;
  readonly #by: Address;
  #secret: Secret | null = null;

  constructor(role: SinkRole, serves: TaskName, cast: Cast) {
    this.role = role;
    this.#taskType = taskOf(serves).id;
    this.#by = cast.addressOf(role.name);
  }

  /** The reveal that is due in the block, if any; the secret is gone with it. */
  reveal(block: number): Act[] {
    const secret = this.#secret;
    if (secret === null || block < secret.revealAt) return [];
    this.#secret = null;
    const { capacity, nonce } = secret;
    return [{ by: this.#by, kind: "reveal", taskType: this.#taskType, capacity, nonce }];
  }

  /** A commitment for the block, where the chain allows one. */
  async commit(chain: Chain, block: number, random: Random): Promise<Act[]> {
    const cap = await this.#capToPromise(chain, block);
    if (cap === 0n) return [];
    const season = { tick: block, permille: 1000, profile: profileOf("week") };
    const capacity = declaredCapacity(this.role.character, cap, season, random);
    const nonce = random.bytes32();
    const isWithheld = random.chance(withholdChance(this.role.character));
    if (!isWithheld) this.#secret = { capacity, nonce, revealAt: block + random.int(1, LATEST_REVEAL) };
    const hash = commitmentHash(this.#taskType, this.#by, capacity, nonce);
    return [{ by: this.#by, kind: "commit", taskType: this.#taskType, hash }];
  }

  /** The cap of a sink that may commit in the block; 0 for one that may not. */
  async #capToPromise({ client, deployment }: Chain, block: number): Promise<bigint> {
    if (this.#secret !== null) return 0n;
    const { CapacityRegistry, StakeManager } = deployment.contracts;
    const registry = { address: CapacityRegistry.address, abi: artifacts.CapacityRegistry.abi } as const;
    const manager = { address: StakeManager.address, abi: artifacts.StakeManager.abi } as const;
    const pair = [this.#taskType, this.#by] as const;
    const [isRegistered, commitment, cap, timeout] = await Promise.all([
      client.readContract({ ...registry, functionName: "isRegistered", args: pair }),
      client.readContract({ ...registry, functionName: "commitmentOf", args: pair }),
      client.readContract({ ...manager, functionName: "getCapacityCap", args: [this.#by] }),
      client.readContract({ ...registry, functionName: "getParam", args: [TIMEOUT] }),
    ]);
    const isPending = BigInt(commitment[0]) !== 0n && BigInt(block) <= commitment[1] + timeout;
    return isRegistered && !isPending ? cap : 0n;
  }
}

const TIMEOUT = stringToHex("COMMIT_TIMEOUT", { size: 32 });
