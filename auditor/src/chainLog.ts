import type { ChainLog, EventName } from "@manometer/analytics/audit/ChainLog";
import type { Contracts } from "@manometer/analytics/audit/Scope";
import { artifacts } from "@manometer/contracts/artifacts";
import { type Abi, type AbiEvent, decodeEventLog, type Hex, toEventSelector } from "viem";
import type { Log } from "./receipt.ts";

const EVENTS: Readonly<Record<EventName, readonly (keyof Contracts)[]>> = {
  Staked: ["stakeManager"],
  Unstaked: ["stakeManager"],
  Slashed: ["stakeManager"],
  SlashExecuted: ["stakeManager"],
  SlasherSet: ["stakeManager"],
  ParamUpdated: ["stakeManager", "capacityRegistry"],
  CapacityCommitted: ["capacityRegistry"],
  CapacityRevealed: ["capacityRegistry"],
  SinkRegistered: ["capacityRegistry"],
  SinkDeregistered: ["capacityRegistry"],
  CapacityClamped: ["capacityRegistry"],
  Rebalanced: ["backpressurePool"],
  Drained: ["escrowBuffer"],
};

const ABIS: Readonly<Record<keyof Contracts, Abi>> = {
  stakeManager: artifacts.StakeManager.abi,
  capacityRegistry: artifacts.CapacityRegistry.abi,
  backpressurePool: artifacts.BackpressurePool.abi,
  escrowBuffer: artifacts.EscrowBuffer.abi,
};

const NAMES = Object.keys(EVENTS) as EventName[];
const BY_TOPIC = new Map(NAMES.map((name) => [topicOf(name), { name, event: eventOf(name) }]));

/** The first topic of an event's logs. */
export function topicOf(name: EventName): Hex {
  return toEventSelector(eventOf(name));
}

function eventOf(name: EventName): AbiEvent {
  const [contract = "stakeManager"] = EVENTS[name];
  const found = ABIS[contract].find((item) => item.type === "event" && item.name === name);
  if (found?.type === "event") return found;
  throw new Error(`the compiled ${contract} has no event ${name}: run "npm run build -w contracts"`);
}

/** Where a log stands: what its receipt does not say itself. */
export type Place = { blockNumber: number; logIndex: number; transactionHash: Hex };

/**
 * A raw log, decoded: addresses in lower case, whole numbers as decimal text. null for a log of another contract, and
 * for an event that no audit reads. Throws when a contract's log does not fit its event.
 */
export function chainLog(log: Log, place: Place, contracts: Contracts): ChainLog | null {
  const known = BY_TOPIC.get(log.topics[0] ?? "0x");
  const contract = log.address.toLowerCase();
  if (known === undefined || EVENTS[known.name].every((name) => contracts[name] !== contract)) return null;
  const [signature, ...topics] = log.topics;
  if (signature === undefined) return null;
  const { args } = decodeEventLog({ abi: [known.event], topics: [signature, ...topics], data: log.data });
  const values = Object.entries(args ?? {}).map(([name, value]) => [name, plain(value)]);
  return { contract, ...place, event: known.name, ...Object.fromEntries(values) } as ChainLog;
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint" || typeof value === "number") return value.toString();
  return typeof value === "string" ? value.toLowerCase() : value;
}
