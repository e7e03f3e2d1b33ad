import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type AbiEvent, toEventSelector } from "viem";
import { artifacts } from "../../scripts/artifacts.ts";

const blueprint: [keyof typeof artifacts, string, string][] = [
  ["CapacityRegistry", "CapacityCommitted", "ebaabb71"],
  ["CapacityRegistry", "CapacityRevealed", "c03a9974"],
  ["BackpressurePool", "Rebalanced", "6be64df5"],
  ["StakeManager", "Staked", "1449c6dd"],
  ["StakeManager", "Unstaked", "0f5bb821"],
  ["StakeManager", "Slashed", "de801f97"],
  ["EscrowBuffer", "Deposited", "87d4c0b5"],
  ["EscrowBuffer", "Drained", "857a064b"],
  ["EscrowBuffer", "BufferFull", "263d0deb"],
];

const companions: Record<keyof typeof artifacts, string[]> = {
  StakeManager: ["SlashExecuted", "SlasherSet", "UnstakeRequested"],
  CapacityRegistry: ["CapacityClamped", "SinkDeregistered", "SinkRegistered", "TaskTypeRegistered"],
  BackpressurePool: ["PoolCreated"],
  EscrowBuffer: ["BufferMaxSet"],
  Pipeline: ["PipelineCreated", "PipelineRebalanced"],
};
const governed = ["OwnershipTransferStarted", "OwnershipTransferred", "ParamUpdated"];

const eventsOf = (contract: keyof typeof artifacts): AbiEvent[] =>
  artifacts[contract].abi.filter((item) => item.type === "event");

describe("the blueprint's events", () => {
  for (const [contract, name, topic] of blueprint) {
    it(`${contract}.${name} has the topic ${topic}…`, () => {
      const event = eventsOf(contract).find((candidate) => candidate.name === name);
      assert.ok(event, `${contract} has no event ${name}`);
      assert.equal(toEventSelector(event).slice(2, 10), topic);
    });
  }
});

describe("the events of each contract", () => {
  for (const [contract, own] of Object.entries(companions) as [keyof typeof artifacts, string[]][]) {
    it(`${contract} emits the blueprint's, its companions, and nothing else`, () => {
      const expected = blueprint.filter(([owner]) => owner === contract).map(([, name]) => name);
      const names = eventsOf(contract).map((event) => event.name);
      assert.deepEqual(names.sort(), [...expected, ...own, ...governed].sort());
    });
  }
});
