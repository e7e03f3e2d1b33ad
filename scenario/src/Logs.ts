import { artifacts, gdaAbi, superfluidPoolAbi } from "@manometer/contracts/artifacts";
import type { Deployment } from "@manometer/contracts/deployment";
import { type Abi, type Address, decodeEventLog, type Hex, toEventSelector } from "viem";
import { lower } from "./cast.ts";
import type { Fact, FactValue } from "./model/History.ts";

/** A log as JSON-RPC gives it. */
export type RawLog = {
  address: Address;
  topics: [Hex, ...Hex[]];
  data: Hex;
  blockNumber: Hex;
  blockHash: Hex;
  transactionHash: Hex;
  transactionIndex: Hex;
  logIndex: Hex;
};

/** A log of ours without its moment. */
export type SeenFact = { block: number } & Pick<Fact, "contract" | "event" | "args">;

/** Of Superfluid's events, the ones that are indexed, and the arguments of them that the model knows. */
const SUPERFLUID: Record<string, readonly string[]> = {
  MemberUnitsUpdated: ["member", "oldUnits", "newUnits"],
  FlowDistributionUpdated: ["distributor"],
  InstantDistributionUpdated: ["distributor", "requestedAmount", "actualAmount"],
};

/** The events that are not facts, only their contract's birth. */
const IGNORED = new Set([toEventSelector("OwnershipTransferred(address,address)")]);

type Decoded = { eventName?: string | undefined; args?: object | undefined };
type Emitter = { contract: Fact["contract"]; abi: Abi };

/** Reads the chain's logs as facts of the model's form. */
export class LogReader {
  readonly #emitters = new Map<Address, Emitter>();

  constructor({ contracts }: Deployment, pools: Iterable<Address>) {
    for (const [name, { abi }] of Object.entries(artifacts)) {
      const contract = name as keyof typeof artifacts;
      this.#emitters.set(lower(contracts[contract].address), { contract, abi });
    }
    const contract = "GeneralDistributionAgreementV1";
    this.#emitters.set(lower(contracts[contract].address), { contract, abi: indexed(gdaAbi) });
    for (const pool of pools) {
      this.#emitters.set(lower(pool), { contract: "SuperfluidPool", abi: indexed(superfluidPoolAbi) });
    }
  }

  /** The facts among the logs. Throws on a log of our contracts that their ABI does not know. */
  facts(logs: readonly RawLog[]): SeenFact[] {
    return logs.flatMap((log) => this.#fact(log) ?? []);
  }

  #fact(log: RawLog): SeenFact | null {
    const emitter = this.#emitters.get(lower(log.address));
    if (emitter === undefined || IGNORED.has(log.topics[0])) return null;
    const isOurs = emitter.contract in artifacts;
    if (!isOurs && !selectors(emitter.abi).has(log.topics[0])) return null;
    const decoded: Decoded = decodeEventLog({ abi: emitter.abi, data: log.data, topics: log.topics });
    const event = decoded.eventName ?? "";
    const all = Object.entries<FactValue>({ ...decoded.args });
    const kept = all.filter(([key]) => (isOurs ? key !== "pool" : SUPERFLUID[event]?.includes(key)));
    const values = Object.fromEntries(kept.map(([key, value]) => [key, normal(value)]));
    return { block: Number(log.blockNumber), contract: emitter.contract, event, args: values };
  }
}

function indexed(abi: Abi): Abi {
  return abi.filter((item) => item.type === "event" && item.name in SUPERFLUID);
}

const selectorCache = new Map<Abi, Set<Hex>>();

function selectors(abi: Abi): Set<Hex> {
  const known = selectorCache.get(abi);
  if (known !== undefined) return known;
  const found = new Set(abi.flatMap((item) => (item.type === "event" ? [toEventSelector(item)] : [])));
  selectorCache.set(abi, found);
  return found;
}

/** Addresses and ids in lower case, small integers as bigint. */
function normal(value: FactValue | number): FactValue {
  if (typeof value === "number") return BigInt(value);
  return typeof value === "string" ? value.toLowerCase() : value;
}

/** One line for a fact, the same for the same fact. */
export function lineOf({ contract, event, args }: SeenFact): string {
  const parts = Object.entries(args).map(([key, value]) => `${key}=${String(value)}`);
  return `${contract}.${event}(${parts.toSorted().join(", ")})`;
}
