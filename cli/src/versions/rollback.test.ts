import { afterEach, beforeEach, expect, it } from "vitest";
import { GraphNodeStandIn } from "./GraphNodeStandIn.ts";
import { rollback } from "./rollback.ts";
import { Versions } from "./Versions.ts";

const BEFORE = { manometer: "new", "manometer-previous": "old", "manometer-previous-2": "older" };

let node: GraphNodeStandIn;
let versions: Versions;
beforeEach(async () => {
  node = await GraphNodeStandIn.start(BEFORE);
  versions = new Versions(node.urls);
});
afterEach(() => node.stop());

const names = () => Object.fromEntries(node.names);

/** graph-node is gone after so many orders. */
function breakAfter(orders: number): void {
  let left = orders;
  node.onOrder = () => {
    left -= 1;
    if (left === 0) throw new Error("gone");
  };
}

it("exchanges the current version and the one before, and goes forward again", async () => {
  expect(await rollback(versions, 2)).toEqual({ now: "old", before: "new", block: 50, dropped: [] });
  expect(names()).toEqual({ manometer: "old", "manometer-previous": "new", "manometer-previous-2": "older" });
  await rollback(versions, 2);
  expect(names()).toEqual(BEFORE);
});

it("says what it keeps no longer", async () => {
  expect((await rollback(versions, 0)).dropped).toEqual(["new", "older"]);
  expect(names()).toEqual({ manometer: "old" });
});

it("does not keep one that failed for good", async () => {
  node.failed.add("new");
  expect((await rollback(versions, 2)).dropped).toEqual(["new"]);
  expect(names()).toEqual({ manometer: "old", "manometer-previous": "older" });
});

it.each([1, 2, 3, 4, 5, 6, 7])("loses no version when it is cut off after %i orders", async (orders) => {
  breakAfter(orders);
  await rollback(versions, 2).catch(() => undefined);
  expect(new Set(node.names.values())).toEqual(new Set(["new", "old", "older"]));
  const isBack = node.names.get("manometer") === "old";
  node.onOrder = () => undefined;
  await rollback(versions, 2);
  expect(names()).toEqual(
    isBack ? BEFORE : { manometer: "old", "manometer-previous": "new", "manometer-previous-2": "older" },
  );
});
