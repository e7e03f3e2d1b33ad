import { readFileSync } from "node:fs";
import { type Contract, type Subscription, subscriptions } from "../events.ts";
import { type Log, writeEvent } from "../host/ethereum.ts";
import { Instance } from "../host/Instance.ts";
import { numbers } from "../host/numbers.ts";
import { Schema } from "../host/Schema.ts";
import { Store } from "../host/Store.ts";
import { storing } from "../host/storing.ts";
import type { Entity } from "../host/value.ts";

/** A log of one of the contracts of the manifest, its parameters by name. */
export type Happening = Omit<Log, "parameters"> & {
  contract: Contract;
  event: string;
  args: Record<string, Argument>;
};

/** A value of a parameter: bytes and addresses as `0x` and hex. */
export type Argument = Log["parameters"][number]["value"];

/** An instance never frees memory: after so many events it makes place for another. */
const EVENTS_OF_AN_INSTANCE = 2000;

type Worker = { module: WebAssembly.Module; instance: Instance | null; events: number };

/** The built mappings, the very modules that graph-node runs, over a store in memory. */
export class Index {
  readonly store = new Store(Schema.read());
  readonly #workers = new Map<Contract, Worker>();
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #context: Entity | undefined;
  #block = -1;

  /** @param context what a dialect's manifest tells the mappings; none where the contracts speak as the blueprint does */
  constructor(context?: Entity) {
    this.#context = context;
    for (const subscription of subscriptions()) {
      const { contract, name } = subscription;
      this.#subscriptions.set(`${contract}.${name}`, subscription);
      if (!this.#workers.has(contract))
        this.#workers.set(contract, { module: read(contract), instance: null, events: 0 });
    }
  }

  /** Forgets everything. */
  clear(): void {
    this.store.clear();
    this.#block = -1;
  }

  /** Gives a log to its handler. Throws where graph-node would fail the subgraph. */
  handle(happening: Happening): void {
    const { contract, event, args, block } = happening;
    const subscription = this.#subscriptions.get(`${contract}.${event}`);
    if (subscription === undefined) throw new Error(`the manifest subscribes to no ${contract}.${event}`);
    if (block.number !== this.#block) this.store.nextBlock();
    this.#block = block.number;
    const parameters = subscription.inputs.map(({ name, type }) => {
      const value = args[name];
      if (value === undefined) throw new Error(`${contract}.${event} is given no ${name}`);
      return { name, type, value };
    });
    const instance = this.#instance(contract);
    instance.call(subscription.handler, writeEvent(instance.heap, { ...happening, parameters }));
  }

  #instance(contract: Contract): Instance {
    const worker = this.#workers.get(contract) as Worker;
    worker.events += 1;
    if (worker.instance === null || worker.events % EVENTS_OF_AN_INSTANCE === 0) {
      worker.instance = new Instance(worker.module, { ...numbers, ...storing(this.store, this.#context) });
    }
    return worker.instance;
  }
}

function read(contract: Contract): WebAssembly.Module {
  const folder = contract === "SuperfluidPool" ? `templates/${contract}` : contract;
  return new WebAssembly.Module(
    readFileSync(new URL(`../../build/${folder}/${contract}.wasm`, import.meta.url)),
  );
}
