import type { Address } from "viem";
import type { ActKind, ActOf, ContractName, Moment, SlashOrder } from "../acts.ts";
import { Audits } from "./Audits.ts";
import { Buffers } from "./Buffers.ts";
import { History } from "./History.ts";
import { Parameters, type ParameterValues } from "./Parameters.ts";
import { Pipelines } from "./Pipelines.ts";
import { Pools } from "./Pools.ts";
import { Registry } from "./Registry.ts";
import { Stakes } from "./Stakes.ts";

/** What the model is given to start from: the deployed parameters, and who administers the pools. */
export type Beginning = {
  parameters: Readonly<Partial<Record<ContractName, ParameterValues>>>;
  poolAdmin: Address;
};

/**
 * What the five contracts should hold after a run of acts, worked out beside the chain. It starts from the deployed
 * parameters, and throws on an act that the contracts should refuse.
 */
export class World {
  readonly history = new History();
  readonly parameters: Parameters;
  readonly stakes: Stakes;
  readonly registry: Registry;
  readonly audits: Audits;
  readonly pools: Pools;
  readonly buffers: Buffers;
  readonly pipelines: Pipelines;

  constructor(beginning: Beginning) {
    this.parameters = new Parameters(this.history, beginning.parameters);
    this.stakes = new Stakes(this.history, this.parameters);
    this.registry = new Registry(this.history, this.parameters, this.stakes);
    this.audits = new Audits(this.history, this.registry);
    this.pools = new Pools(this.history, this.parameters, this.registry, beginning.poolAdmin);
    this.buffers = new Buffers(this.history, this.parameters, this.registry);
    this.pipelines = new Pipelines(this.history, this.registry, this.pools);
  }

  /** Moves on to the next block. */
  enter(moment: Moment): void {
    this.history.now = moment;
  }

  /** What the act does at the present moment. Throws when the contracts should refuse it. */
  apply<K extends ActKind>(act: ActOf<K>): void {
    RULES[act.kind](this, act);
  }
}

function slash(world: World, slasher: Address, order: SlashOrder): void {
  world.audits.judge(world.stakes.slash(slasher, order));
}

type Rules = { [K in ActKind]: (world: World, act: ActOf<K>) => void };

const tokensOnly = () => {};

const RULES: Rules = {
  mint: tokensOnly,
  transfer: tokensOnly,
  approve: tokensOnly,
  upgrade: tokensOnly,
  setParam: (world, act) => world.parameters.set(act.contract, act.key, act.value),
  setSlasher: (world, act) => world.stakes.setSlasher(act.slasher, act.authorized),
  stake: (world, act) => world.stakes.stake(act.by, act.amount),
  unstake: (world, act) => world.stakes.unstake(act.by, act.amount, world.registry.obligationsOf(act.by)),
  requestUnstake: (world, act) => world.stakes.requestUnstake(act.by, act.amount),
  slash: (world, act) => slash(world, act.by, act),
  createSlasher: tokensOnly,
  slashThrough: (world, act) => {
    for (const order of act.orders) slash(world, act.slasher, order);
  },
  registerTaskType: (world, act) => world.registry.registerTaskType(act.taskType, act.by, act.minStake),
  registerSink: (world, act) => world.registry.registerSink(act.taskType, act.by, act.capacity),
  deregisterSink: (world, act) => world.registry.deregisterSink(act.taskType, act.by),
  commit: (world, act) => world.registry.commit(act.taskType, act.by, act.hash),
  reveal: (world, act) => world.registry.reveal(act.taskType, act.by, act.capacity, act.nonce),
  sync: (world, act) => world.registry.clamp(act.taskType, act.sink),
  createPool: (world, act) => world.pools.create(act.taskType),
  rebalance: (world, act) => world.pools.rebalance(act.taskType),
  stream: (world, act) => world.pools.stream(act.taskType, act.by, act.rate),
  distribute: (world, act) => world.pools.distribute(act.taskType, act.by, act.amount),
  setBufferMax: (world, act) => world.buffers.setMax(act.taskType, act.max),
  deposit: (world, act) => world.buffers.deposit(act.taskType, act.by, act.amount),
  depositUpTo: (world, act) => world.buffers.depositUpTo(act.taskType, act.by, act.amount),
  drain: (world, act) => world.buffers.drain(act.taskType),
  createPipeline: (world, act) => world.pipelines.create(act.stages),
  rebalancePipeline: (world, act) => world.pipelines.rebalance(act.pipelineId),
};
