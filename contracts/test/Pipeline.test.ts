import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { encodeAbiParameters, type Hex, keccak256, parseEventLogs } from "viem";
import {
  alice,
  bob,
  bytes32,
  capacity,
  carol,
  emits,
  fixture,
  join,
  publicClient,
  reverts,
  stranger,
  withoutSmoothing,
} from "./fixture.ts";

const [first, second, third] = [bytes32("first"), bytes32("second"), bytes32("third")] as [Hex, Hex, Hex];
const stages = [first, second, third];
const idOf = (list: readonly Hex[]) => keccak256(encodeAbiParameters([{ type: "bytes32[]" }], [list]));

/** Three stages with a pool each, of capacities 30, 10 and 20. */
async function staged() {
  const system = await fixture();
  await withoutSmoothing(system);
  for (const stage of stages) {
    await system.registry.write.registerTaskType([stage, 0n]);
    await system.pool.write.createPool([stage]);
  }
  await join(system, alice, 900n * 10n ** 18n, first);
  await join(system, bob, 100n * 10n ** 18n, second);
  await join(system, carol, 400n * 10n ** 18n, third);
  return system;
}

describe("Pipeline.createPipeline", () => {
  it("keeps the stages under their hash, for anyone", async () => {
    const { pipeline, pool } = await staged();
    const create = pipeline.write.createPipeline([stages], { account: stranger });
    await emits(create, pipeline, "PipelineCreated", [idOf(stages), stages]);
    assert.deepEqual(await pipeline.read.stagesOf([idOf(stages)]), stages);
    assert.equal(await pipeline.read.pool(), pool.address);
  });

  it("reverts on fewer than two stages, and on more than the maximum", async () => {
    const { pipeline } = await staged();
    const badCount = "Pipeline_BadStageCount";
    await reverts(pipeline.write.createPipeline([[]]), pipeline, badCount, [0n, 8n]);
    await reverts(pipeline.write.createPipeline([[first]]), pipeline, badCount, [1n, 8n]);
    await pipeline.write.setParam([bytes32("MAX_STAGES"), 2n]);
    await reverts(pipeline.write.createPipeline([stages]), pipeline, badCount, [3n, 2n]);
    await pipeline.write.createPipeline([[first, second]]);
  });

  it("reverts on a stage without a pool, a stage twice, and a pipeline that exists", async () => {
    const { pipeline } = await staged();
    const nowhere = bytes32("nowhere");
    await reverts(pipeline.write.createPipeline([[first, nowhere]]), pipeline, "Pipeline_NoPool", [nowhere]);
    const twice = pipeline.write.createPipeline([[first, second, first]]);
    await reverts(twice, pipeline, "Pipeline_DuplicateStage", [first]);
    await pipeline.write.createPipeline([stages]);
    const again = pipeline.write.createPipeline([stages]);
    await reverts(again, pipeline, "Pipeline_Exists", [idOf(stages)]);
    await pipeline.write.createPipeline([[third, second, first]]);
  });
});

describe("Pipeline.getEffectiveCapacities", () => {
  it("is the smallest capacity from each stage to the end", async () => {
    const { pipeline } = await staged();
    await pipeline.write.createPipeline([stages]);
    const capacities = await pipeline.read.getEffectiveCapacities([idOf(stages)]);
    assert.deepEqual(capacities, [capacity(10), capacity(10), capacity(20)]);
  });

  it("reverts on an unknown pipeline", async () => {
    const { pipeline } = await staged();
    const id = idOf(stages);
    await reverts(pipeline.read.getEffectiveCapacities([id]), pipeline, "Pipeline_Unknown", [id]);
    assert.deepEqual(await pipeline.read.stagesOf([id]), []);
  });
});

describe("Pipeline.rebalancePipeline", () => {
  it("rebalances from the last stage to the first, and says the result", async () => {
    const { pipeline, pool } = await staged();
    await pipeline.write.createPipeline([stages]);
    const hash = await pipeline.write.rebalancePipeline([idOf(stages)], { account: stranger });
    const effective = [capacity(10), capacity(10), capacity(20)];
    await emits(hash, pipeline, "PipelineRebalanced", [idOf(stages), effective]);
    const { logs } = await publicClient.getTransactionReceipt({ hash });
    const rebalanced = parseEventLogs({ abi: pool.abi, logs, eventName: "Rebalanced" });
    assert.deepEqual(
      rebalanced.map(({ args }) => [args.taskTypeId, args.totalCapacity]),
      [
        [third, capacity(20)],
        [second, capacity(10)],
        [first, capacity(30)],
      ],
    );
  });

  it("reverts on an unknown pipeline", async () => {
    const { pipeline } = await staged();
    const id = idOf(stages);
    await reverts(pipeline.write.rebalancePipeline([id]), pipeline, "Pipeline_Unknown", [id]);
  });
});
