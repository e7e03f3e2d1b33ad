import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import { type Gas, gasTable } from "../scripts/gasTable.ts";
import { measure } from "./gas.ts";

const snapshotFile = new URL("gas.json", import.meta.url);
const pageFile = new URL("../../docs/gas.md", import.meta.url);
const toleranceBps = 500;

describe("the gas of each act", () => {
  let gas: Gas = {};
  before(async () => {
    gas = await measure();
    if (process.env.MANOMETER_GAS !== "write") return;
    writeFileSync(snapshotFile, `${JSON.stringify(gas, null, 2)}\n`);
    writeFileSync(pageFile, gasTable(gas));
  });

  it("is at most 5% over the snapshot", () => {
    const snapshot = JSON.parse(readFileSync(snapshotFile, "utf8")) as Gas;
    assert.deepEqual(Object.keys(gas), Object.keys(snapshot));
    for (const [act, value] of Object.entries(gas)) {
      const limit = ((snapshot[act] ?? 0) * (10_000 + toleranceBps)) / 10_000;
      assert.ok(value <= limit, `${act} costs ${value}, over 5% more than ${snapshot[act]}`);
    }
  });

  it("is the one that docs/gas.md tells", () => {
    const snapshot = JSON.parse(readFileSync(snapshotFile, "utf8")) as Gas;
    assert.equal(readFileSync(pageFile, "utf8"), gasTable(snapshot));
  });

  for (const [act, limit] of [
    ["commit", 52_000],
    ["commit, the first", 52_000],
    ["reveal", 62_000],
  ] as const) {
    it(`is at most ${limit} for ${act}`, () => assert.ok((gas[act] ?? Number.NaN) <= limit));
  }

  for (const act of ["rebalance 10", "rebalance 10, streaming"]) {
    it(`is within 10% of the bare Superfluid calls for ${act}`, () => {
      const bare = gas[act.replace("rebalance", "bare calls")] ?? Number.NaN;
      assert.ok((gas[act] ?? Number.NaN) <= bare * 1.1, `${act} costs ${gas[act]}, its bare calls ${bare}`);
    });
  }
});
