import type { ChainLog, EventName } from "@manometer/analytics/audit/ChainLog";
import type { Contracts } from "@manometer/analytics/audit/Scope";
import { artifacts } from "@manometer/contracts/artifacts";
import { type Abi, type AbiEvent, decodeEventLog, type Hex, parseAbi, toEventSelector } from "viem";
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

/** The forms that deployments in other dialects give to events: what they tell beyond ours is left out. */
const FORMS: readonly AbiEvent[] = parseAbi([
  "event Unstaked(address indexed sink, uint256 amount, uint256 totalStake)",
  "event Slashed(address indexed sink, uint256 amount, bytes32 indexed reason)",
]);

const NAMES = Object.keys(EVENTS) as EventName[];
const BY_FORM = new Map(
  NAMES.flatMap((name) => formsOf(name).map((event) => [formOf(event), { name, event }] as const)),
);

const BY_TOPIC = new Map(
  NAMES.map((name) => [toEventSelector(eventOf(name)), { name, event: eventOf(name) }]),
);

/** The first topics that an event's logs may have: one for each form of the event that has another. */
export function topicsOf(name: EventName): Hex[] {
  return [...new Set(formsOf(name).map((event) => toEventSelector(event)))];
}

function formsOf(name: EventName): AbiEvent[] {
  return [eventOf(name), ...FORMS.filter((form) => form.name === name)];
}

/** Which of its parameters are indexed is not in an event's first topic: their number is in that of the topics. */
function formOf(event: AbiEvent): string {
  return `${toEventSelector(event)} ${1 + event.inputs.filter(({ indexed }) => indexed).length}`;
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
  const known = BY_FORM.get(`${log.topics[0]} ${log.topics.length}`) ?? BY_TOPIC.get(log.topics[0] ?? "0x");
  const contract = log.address.toLowerCase();
  if (known === undefined || EVENTS[known.name].every((name) => contracts[name] !== contract)) return null;
  const [signature, ...topics] = log.topics;
  if (signature === undefined) return null;
  const { args } = decodeEventLog({ abi: [known.event], topics: [signature, ...topics], data: log.data });
  const told = new Set(eventOf(known.name).inputs.map(({ name }) => name));
  const values = Object.entries(args ?? {}).flatMap(([name, value]) =>
    told.has(name) ? [[name, plain(value)]] : [],
  );
  return { contract, ...place, event: known.name, ...Object.fromEntries(values) } as ChainLog;
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint" || typeof value === "number") return value.toString();
  return typeof value === "string" ? value.toLowerCase() : value;
}
