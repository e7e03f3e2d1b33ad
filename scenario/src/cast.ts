import { type Address, getContractAddress, type Hex, stringToHex } from "viem";

const TOKEN = 10n ** 18n;

/** How a sink behaves; see `actors/capacity.ts`. */
export type Character =
  | "steady"
  | "noisy"
  | "ramping"
  | "overclaiming"
  | "withholding"
  | "failing"
  | "twin"
  | "returning"
  | "reformed"
  | "tidal";

/** A sink: stakes in token wei, and the names of the task types that it serves. */
export type SinkRole = { name: string; character: Character; stake: bigint; serves: readonly TaskName[] };
export type TaskName = "transcribe" | "translate" | "summarize";
export type TaskRole = { name: TaskName; id: Hex; minStake: bigint; bufferMax: bigint };
/** A source: tokens that it holds, and which task types it pays. `rate` is the middle of its streams in wei a second. */
export type SourceRole = { name: string; pays: readonly TaskName[]; rate: bigint; deposit: bigint };

const task = (name: TaskName, minStake: bigint, bufferMax: bigint): TaskRole => ({
  name,
  id: stringToHex(name, { size: 32 }),
  minStake: minStake * TOKEN,
  bufferMax: bufferMax * TOKEN,
});

/** The task types, in the order of the pipeline. */
export const TASKS: readonly TaskRole[] = [
  task("transcribe", 100n, 4_000n),
  task("translate", 200n, 3_000n),
  task("summarize", 150n, 1_200n),
];

const sink = (name: string, character: Character, stake: bigint, ...serves: TaskName[]): SinkRole => ({
  name,
  character,
  stake: stake * TOKEN,
  serves,
});

/** The sinks. The twins get their tokens from one funder; every other sink has its own. */
export const SINKS: readonly SinkRole[] = [
  sink("steady", "steady", 10_000n, "transcribe"),
  sink("noisy", "noisy", 8_100n, "transcribe"),
  sink("ramping", "ramping", 6_400n, "transcribe"),
  sink("shocked", "failing", 9_025n, "transcribe"),
  sink("honest", "steady", 3_600n, "transcribe"),
  sink("dual", "steady", 12_100n, "transcribe", "summarize"),
  sink("overclaimer", "overclaiming", 2_500n, "translate"),
  sink("withholder", "withholding", 4_900n, "translate"),
  sink("twinA", "twin", 1_600n, "translate"),
  sink("twinB", "twin", 1_600n, "translate"),
  sink("tidal", "tidal", 7_225n, "translate"),
  sink("latecomer", "ramping", 5_625n, "translate"),
  sink("returning", "returning", 2_025n, "summarize"),
  sink("modest", "reformed", 150n, "summarize"),
  sink("whale", "steady", 62_500n, "summarize"),
  sink("doomed", "noisy", 400n, "summarize"),
];

/** The sources; each streams through the GDA, and deposits what overflows. */
export const SOURCES: readonly SourceRole[] = [
  { name: "studio", pays: ["transcribe"], rate: 12n * 10n ** 15n, deposit: 60n * TOKEN },
  { name: "press", pays: ["translate"], rate: 9n * 10n ** 15n, deposit: 50n * TOKEN },
  { name: "library", pays: ["transcribe", "summarize"], rate: 6n * 10n ** 15n, deposit: 40n * TOKEN },
  { name: "surge", pays: ["summarize"], rate: 4n * 10n ** 15n, deposit: 70n * TOKEN },
];

/** Who slashes with an account: the warden with cause, the zealot without, the novice by mistake. */
const SLASHER_ACCOUNTS = ["warden", "zealot", "novice"] as const;
export type SlasherName = (typeof SLASHER_ACCOUNTS)[number];

/** Everybody who slashes. The tribunal is a contract, the first that the council creates. */
export const SLASHERS = [...SLASHER_ACCOUNTS, "tribunal"] as const;

/**
 * Everybody by name: the owner is account 0, the treasury account 1, then sinks, sources, slashers, keeper, funder,
 * council.
 */
export type Cast = {
  addressOf(name: string): Address;
  nameOf(address: Address): string;
  names: readonly string[];
};

const NAMES: readonly string[] = [
  "owner",
  "treasury",
  ...SINKS.map((role) => role.name),
  ...SOURCES.map((role) => role.name),
  ...SLASHER_ACCOUNTS,
  "keeper",
  "funder",
  "council",
];

/** Gives the cast its accounts, in order. Throws when the chain has unlocked too few. */
export function castFrom(accounts: readonly Address[]): Cast {
  if (accounts.length < NAMES.length) {
    throw new Error(
      `The chain has ${accounts.length} unlocked accounts, the cast needs ${NAMES.length}: start it with more`,
    );
  }
  const byName = new Map(NAMES.map((name, i) => [name, lower(accounts[i] as Address)]));
  const council = known(byName.get("council"), "name council");
  byName.set("tribunal", lower(getContractAddress({ from: council, nonce: 0n })));
  const byAddress = new Map([...byName].map(([name, address]) => [address, name]));
  return {
    names: NAMES,
    addressOf: (name) => known(byName.get(name), `name ${name}`),
    nameOf: (address) => byAddress.get(lower(address)) ?? address,
  };
}

/** The task type of a name. */
export function taskOf(name: TaskName): TaskRole {
  return known(
    TASKS.find((role) => role.name === name),
    `task type ${name}`,
  );
}

/** An address in lower case, as everything here is keyed. */
export function lower(address: Address): Address {
  return address.toLowerCase() as Address;
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The cast has no ${what}`);
  return value;
}
