import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { pool } from "./cast.ts";

/** A parameter of an event, as the answers of the queries may hold it too. */
export type Value = string | bigint | number | boolean | readonly Value[];

/** One log, as `gnd test` takes it. */
export type MockEvent = {
  address: string;
  event: string;
  params: Record<string, Value>;
  txHash?: string;
};

/** A parameter of an event, as the ABI has it. */
export type Input = { name: string; type: string; indexed: boolean };
type Source = { name: Contract; mapping: { eventHandlers: { event: string; handler: string }[] } };
type Manifest = { dataSources: Source[]; templates: Source[] };
type AbiItem = { type: string; name?: string; inputs?: Input[] };

/** Where the manifest looks for each contract; the SuperfluidPool is what PoolCreated announces. */
const addresses = {
  StakeManager: "0x0000000000000000000000000000000000000001",
  CapacityRegistry: "0x0000000000000000000000000000000000000002",
  BackpressurePool: "0x0000000000000000000000000000000000000003",
  EscrowBuffer: "0x0000000000000000000000000000000000000004",
  Pipeline: "0x0000000000000000000000000000000000000005",
  GeneralDistributionAgreementV1: "0x0000000000000000000000000000000000000006",
  SuperfluidPool: pool,
};

/** A contract of the manifest. */
export type Contract = keyof typeof addresses;

/** The address of a contract in the tests. */
export function addressOf(contract: Contract): string {
  return addresses[contract];
}

/** An event of a contract, by the ABI that the subgraph was built with. Errors: an unknown event, a wrong number of values. */
export function emit(contract: Contract, name: string, ...values: Value[]): MockEvent {
  const inputs = inputsOf(contract, name);
  if (inputs.length !== values.length) {
    throw new Error(`${contract}.${name} has ${inputs.length} parameters, the test gives ${values.length}`);
  }
  const parameters = inputs.map((input) => `${input.type} ${input.indexed ? "indexed " : ""}${input.name}`);
  return {
    address: addressOf(contract),
    event: `${name}(${parameters.join(", ")})`,
    params: Object.fromEntries(inputs.map((input, i) => [input.name, values[i] ?? ""])),
  };
}

/** An event that the manifest subscribes to, and the function that handles it. */
export type Subscription = { contract: Contract; name: string; inputs: Input[]; handler: string };

/** Every event that the manifest subscribes to. */
export function subscriptions(): Subscription[] {
  const manifest = readFileSync(new URL("../subgraph.yaml", import.meta.url), "utf8");
  const { dataSources, templates }: Manifest = parse(manifest);
  return [...dataSources, ...templates].flatMap(({ name: contract, mapping }) =>
    mapping.eventHandlers.map(({ event, handler }) => {
      const name = event.slice(0, event.indexOf("("));
      return { contract, name, inputs: inputsOf(contract, name), handler };
    }),
  );
}

/** `ParamUpdated` of a contract, for a key of text. */
export function param(contract: Contract, name: string, value: bigint, oldValue = 0n): MockEvent {
  return emit(contract, "ParamUpdated", bytes32(name), oldValue, value);
}

/** Puts events into one transaction. */
export function inTransaction(txHash: string, ...events: MockEvent[]): MockEvent[] {
  return events.map((event) => ({ ...event, txHash }));
}

/** The same event from another address. */
export function from(address: string, event: MockEvent): MockEvent {
  return { ...event, address };
}

/** Text, left-aligned in 32 bytes, as hex. */
export function bytes32(text: string): string {
  return `0x${Buffer.from(text).toString("hex").padEnd(64, "0")}`;
}

/** A 32-byte hash out of a small number. */
export function hash(number: number): string {
  return `0x${number.toString(16).padStart(64, "0")}`;
}

/** The id of the fact of a log: transaction hash ++ log index, little-endian. */
export function factId(txHash: string, logIndex: number): string {
  const index = Buffer.alloc(4);
  index.writeUInt32LE(logIndex);
  return txHash + index.toString("hex");
}

function inputsOf(contract: Contract, name: string): Input[] {
  const file = new URL(`../build/${contract}/${contract}.json`, import.meta.url);
  const abi = JSON.parse(readFileSync(file, "utf8")) as AbiItem[];
  const found = abi.find((item) => item.type === "event" && item.name === name);
  if (!found?.inputs) throw new Error(`${contract} has no event ${name}`);
  return found.inputs;
}
