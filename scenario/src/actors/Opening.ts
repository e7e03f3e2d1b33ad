import type { Act, ContractName } from "../acts.ts";
import { SINKS, SLASHERS, SOURCES, TASKS, taskOf } from "../cast.ts";
import type { Actor, Stage } from "../stage.ts";

const TOKEN = 10n ** 18n;
const SOURCE_TOKENS = 400_000n * TOKEN;
const STREAM_TOKENS = 200_000n * TOKEN;
/** Token wei per unit of capacity per block: a buffer drains at about a fifth of a token a block. */
const DRAIN_RATE = 1_500_000n;

/** What has to stand before anybody can work: tokens, approvals, task types, pools, stakes, sinks, the pipeline. */
export class Opening implements Actor {
  turn(stage: Stage): void {
    const scene = [mint, approve, found, fund, register][stage.tick];
    if (scene !== undefined) scene(stage);
  }
}

/** The sinks that register at the opening; the latecomer comes by itself. */
const FOUNDERS = SINKS.filter((role) => role.name !== "latecomer");

/** A sink holds three times its stake, so that it can add to it. */
function tokensOf(stake: bigint): bigint {
  return stake * 3n;
}

function mint({ cast, act }: Stage): void {
  const by = cast.addressOf("owner");
  const give = (name: string, amount: bigint) => act({ by, kind: "mint", to: cast.addressOf(name), amount });
  for (const role of SINKS) if (role.character !== "twin") give(role.name, tokensOf(role.stake));
  for (const role of SOURCES) give(role.name, SOURCE_TOKENS);
  const twins = SINKS.filter((role) => role.character === "twin");
  give(
    "funder",
    twins.reduce((sum, role) => sum + tokensOf(role.stake), 0n),
  );
}

function approve({ cast, act }: Stage): void {
  const amount = (1n << 256n) - 1n;
  for (const role of SINKS) {
    const by = cast.addressOf(role.name);
    if (role.character === "twin") {
      act({ by: cast.addressOf("funder"), kind: "transfer", to: by, amount: tokensOf(role.stake) });
    }
    act({ by, kind: "approve", spender: "StakeManager", amount });
  }
  for (const role of SOURCES) {
    const by = cast.addressOf(role.name);
    act({ by, kind: "approve", spender: "EscrowBuffer", amount });
    act({ by, kind: "approve", spender: "superToken", amount });
  }
  act({ by: cast.addressOf("council"), kind: "createSlasher" });
}

function found({ cast, act }: Stage): void {
  const by = cast.addressOf("owner");
  const set = (contract: ContractName, key: string, value: bigint): Act => ({
    by,
    kind: "setParam",
    contract,
    key,
    value,
  });
  act(set("EscrowBuffer", "DRAIN_RATE_PER_CAPACITY", DRAIN_RATE));
  for (const name of SLASHERS)
    act({ by, kind: "setSlasher", slasher: cast.addressOf(name), authorized: true });
  for (const task of TASKS) act({ by, kind: "registerTaskType", taskType: task.id, minStake: task.minStake });
  for (const role of SOURCES) act({ by: cast.addressOf(role.name), kind: "upgrade", amount: STREAM_TOKENS });
}

function fund({ cast, act }: Stage): void {
  const by = cast.addressOf("owner");
  for (const task of TASKS) {
    act({ by, kind: "createPool", taskType: task.id });
    act({ by, kind: "setBufferMax", taskType: task.id, max: task.bufferMax });
  }
  for (const role of FOUNDERS) act({ by: cast.addressOf(role.name), kind: "stake", amount: role.stake });
}

function register({ cast, world, act }: Stage): void {
  act({ by: cast.addressOf("owner"), kind: "createPipeline", stages: TASKS.map((task) => task.id) });
  for (const role of FOUNDERS) {
    const by = cast.addressOf(role.name);
    const capacity = world.stakes.capOf(by) / 2n;
    for (const name of role.serves) act({ by, kind: "registerSink", taskType: taskOf(name).id, capacity });
  }
}
