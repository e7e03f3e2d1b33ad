import type { Act, ContractName } from "@manometer/scenario/acts";
import { commitmentHash } from "@manometer/scenario/model/Registry";
import { World } from "@manometer/scenario/model/World";
import type { Random } from "@manometer/scenario/random";
import { Journal } from "./Journal.ts";
import { Streams } from "./Streams.ts";

type Hex = `0x${string}`;
type Secret = { taskType: Hex; by: Hex; capacity: bigint; nonce: Hex };

const OWNER: Hex = `0x${"e".repeat(40)}`;
const SINKS: readonly Hex[] = ["a1", "a2", "a3"].map((name): Hex => `0x${name.repeat(20)}`);
const SOURCES: readonly Hex[] = ["b1", "b2"].map((name): Hex => `0x${name.repeat(20)}`);
const TASKS: readonly Hex[] = ["c1", "c2"].map((name): Hex => `0x${name.repeat(32)}`);
const TOKEN = 10n ** 18n;
const PARAMETERS: readonly [ContractName, string][] = [
  ["StakeManager", "MIN_SINK_STAKE"],
  ["StakeManager", "STAKE_UNIT"],
  ["CapacityRegistry", "EWMA_ALPHA_BPS"],
  ["CapacityRegistry", "COMMIT_TIMEOUT"],
  ["BackpressurePool", "UNIT_SCALE"],
  ["EscrowBuffer", "DRAIN_RATE_PER_CAPACITY"],
];

/** A run of acts as chance has it, each of which the contracts would allow, followed by the scenario's model. */
export class Lawful {
  readonly world: World;
  readonly streams: Streams;
  readonly journal: Journal;
  readonly #random: Random;
  readonly #secrets: Secret[] = [];

  constructor(random: Random) {
    this.#random = random;
    this.journal = new Journal();
    const parameters = parametersOf(random);
    this.world = new World({ parameters, poolAdmin: this.journal.addressOf("BackpressurePool") });
    this.streams = new Streams(this.world);
    this.world.enter(this.journal.now);
    this.journal.constructors(parameters);
    this.#open();
  }

  /** Goes on by so many attempts. */
  play(attempts: number): void {
    for (let i = 0; i < attempts; i++) {
      if (this.#random.chance(30)) this.#nextBlock();
      this.#try(this.#anyAct());
    }
    this.#nextBlock();
  }

  #open(): void {
    for (const taskType of TASKS) {
      this.#try({ by: OWNER, kind: "registerTaskType", taskType, minStake: this.#tokens(50) });
      if (this.#random.chance(90)) this.#try({ by: OWNER, kind: "createPool", taskType });
    }
    for (const by of SINKS) {
      this.#try({ by, kind: "stake", amount: this.#tokens(5000) });
      for (const taskType of TASKS) {
        if (this.#random.chance(60))
          this.#try({ by, kind: "registerSink", taskType, capacity: this.#capacity() });
      }
    }
    this.#try({ by: OWNER, kind: "setSlasher", slasher: OWNER, authorized: true });
  }

  #nextBlock(): void {
    const seconds = this.#random.chance(10) ? this.#random.int(3600, 90_000) : this.#random.int(0, 60);
    this.streams.flow(seconds);
    this.world.enter(this.journal.nextBlock(this.#random.int(1, 3), seconds));
  }

  /** What the contracts would refuse does not happen. */
  #try(act: Act): void {
    const from = this.world.history.facts.length;
    try {
      this.world.apply(act);
    } catch {
      return;
    }
    const facts = this.world.history.facts.slice(from);
    if (act.kind === "distribute") this.streams.distribute(act.taskType, act.amount);
    if (act.kind === "commit") this.#secrets.push({ ...(this.#draft as Secret) });
    this.journal.write(act, facts, (taskType) => this.streams.total(taskType));
  }

  #draft: Secret | null = null;

  #anyAct(): Act {
    const taskType = this.#random.pick(TASKS);
    const sink = this.#random.pick(SINKS);
    const by = this.#random.pick(SOURCES);
    const choices: (() => Act)[] = [
      () => this.#commit(taskType, sink),
      () => this.#commit(taskType, sink),
      () => this.#commit(taskType, sink),
      () => this.#reveal(taskType, sink),
      () => this.#reveal(taskType, sink),
      () => this.#reveal(taskType, sink),
      () => ({ by: sink, kind: "stake", amount: this.#tokens(900) }),
      () => ({ by: sink, kind: "unstake", amount: this.#tokens(900) }),
      () => ({ by: sink, kind: "registerSink", taskType, capacity: this.#capacity() }),
      () => ({ by: sink, kind: "deregisterSink", taskType }),
      () => ({ by, kind: "sync", taskType, sink }),
      () => this.#slash(sink),
      () => ({
        by: OWNER,
        kind: "setSlasher",
        slasher: this.#slasher(),
        authorized: this.#random.chance(60),
      }),
      () => ({ by, kind: "rebalance", taskType }),
      () => ({ by, kind: "rebalance", taskType }),
      () => ({ by, kind: "stream", taskType, rate: this.#random.big(0n, 10n ** 16n) }),
      () => ({ by, kind: "distribute", taskType, amount: this.#tokens(20) }),
      () => ({ by, kind: "depositUpTo", taskType, amount: this.#tokens(90) }),
      () => ({ by, kind: "deposit", taskType, amount: this.#tokens(90) }),
      () => ({ by, kind: "drain", taskType }),
      () => ({ by: OWNER, kind: "setBufferMax", taskType, max: this.#tokens(this.#random.int(0, 200)) }),
      () => ({
        by: OWNER,
        kind: "createPipeline",
        stages: this.#random.chance(50) ? TASKS : TASKS.toReversed(),
      }),
      () => ({ by, kind: "rebalancePipeline", pipelineId: this.#pipeline() }),
      () => this.#parameter(),
    ];
    return this.#random.pick(choices)();
  }

  #commit(taskType: Hex, by: Hex): Act {
    const draft = { taskType, by, capacity: this.#capacity(), nonce: this.#random.bytes32() };
    this.#draft = draft;
    return { by, kind: "commit", taskType, hash: commitmentHash(taskType, by, draft.capacity, draft.nonce) };
  }

  /** A reveal of what somebody has committed to and can still reveal, if there is any. */
  #reveal(taskType: Hex, by: Hex): Act {
    const pending = this.#secrets.filter((secret) => {
      const hash = commitmentHash(secret.taskType, secret.by, secret.capacity, secret.nonce);
      return this.world.registry.pair(secret.taskType, secret.by).pending?.hash === hash;
    });
    if (pending.length === 0) return { by, kind: "reveal", taskType, capacity: 0n, nonce: taskType };
    return { kind: "reveal", ...this.#random.pick(pending) };
  }

  #slash(sink: Hex): Act {
    const evidence = this.#random.chance(50) ? this.#random.bytes32() : null;
    return {
      by: this.#slasher(),
      kind: "slash",
      sink,
      amount: this.#tokens(900),
      reason: this.#random.bytes32(),
      evidence,
    };
  }

  #slasher(): Hex {
    return this.#random.chance(50) ? OWNER : (SOURCES[0] as Hex);
  }

  #pipeline(): Hex {
    const known = [...this.world.pipelines.all.keys()];
    return known.length === 0 ? (TASKS[0] as Hex) : this.#random.pick(known);
  }

  #parameter(): Act {
    const [contract, key] = this.#random.pick(PARAMETERS);
    const value = parametersOf(this.#random)[contract]?.[key] as bigint;
    return { by: OWNER, kind: "setParam", contract, key, value };
  }

  #tokens(most: number): bigint {
    return this.#random.big(0n, BigInt(most) * TOKEN);
  }

  #capacity(): bigint {
    return this.#random.big(0n, 90n * 10n ** 9n);
  }
}

type Values = Partial<Record<ContractName, Record<string, bigint>>>;

function parametersOf(random: Random): Values {
  return {
    StakeManager: {
      MIN_SINK_STAKE: random.big(0n, 200n * TOKEN),
      STAKE_UNIT: random.big(TOKEN / 9n, 9n * TOKEN),
      UNBONDING_DELAY: 0n,
      CAPACITY_PRECISION: 10n ** 9n,
    },
    CapacityRegistry: {
      EWMA_ALPHA_BPS: random.big(1n, 10_000n),
      COMMIT_TIMEOUT: random.big(1n, 9n),
      MAX_SINKS: 64n,
    },
    BackpressurePool: { REBALANCE_THRESHOLD_BPS: 500n, UNIT_SCALE: random.big(10n ** 6n, 10n ** 10n) },
    EscrowBuffer: { DRAIN_RATE_PER_CAPACITY: random.chance(40) ? 0n : random.big(1n, 10n ** 8n) },
    Pipeline: { MAX_STAGES: 16n },
  };
}
