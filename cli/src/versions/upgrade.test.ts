import { afterEach, expect, it } from "vitest";
import { GraphNodeStandIn } from "./GraphNodeStandIn.ts";
import { begin, forgetNext, swap, untilCaughtUp } from "./upgrade.ts";
import { Versions } from "./Versions.ts";

let node: GraphNodeStandIn;
let versions: Versions;
afterEach(() => node.stop());

async function serve(names: Record<string, string>): Promise<void> {
  node = await GraphNodeStandIn.start(names);
  versions = new Versions(node.urls);
}

const waiting = () => ({ signal: AbortSignal.timeout(5000), report: () => undefined });

it("stops waiting for a version whose place another deploy took", async () => {
  await serve({ manometer: "old" });
  await begin(versions, "mine");
  const wait = untilCaughtUp(versions, "mine", waiting());
  expect(await begin(versions, "theirs")).toBe("mine");
  await expect(wait).rejects.toMatchObject({
    message: "another deploy took the place of mine: theirs is indexed in its stead",
    advice: expect.stringContaining("deploy it again"),
  });
});

it("goes on waiting for a version that another deploy of the same build has swapped in", async () => {
  await serve({ manometer: "old" });
  node.synced.add("mine");
  await begin(versions, "mine");
  await swap(versions, "mine", 1);
  expect(await untilCaughtUp(versions, "mine", waiting())).toMatchObject({ id: "mine" });
});

it("does not cancel another's version when it swaps its own", async () => {
  await serve({ manometer: "old", "manometer-next": "theirs" });
  expect(await swap(versions, "mine", 1)).toEqual([]);
  expect(Object.fromEntries(node.names)).toEqual({
    manometer: "mine",
    "manometer-previous": "old",
    "manometer-next": "theirs",
  });
});

it("forgets the name of the next version with its own swap", async () => {
  await serve({ manometer: "old", "manometer-next": "mine" });
  await swap(versions, "mine", 0);
  expect(Object.fromEntries(node.names)).toEqual({ manometer: "mine" });
});

it("removes a version that failed, and not the one that took its place", async () => {
  await serve({ manometer: "old", "manometer-next": "mine" });
  node.failed.add("mine");
  await expect(untilCaughtUp(versions, "mine", waiting())).rejects.toThrow("failed at block 50: no slash");
  await forgetNext(versions, "theirs");
  expect(node.names.get("manometer-next")).toBe("mine");
  await forgetNext(versions, "mine");
  expect(Object.fromEntries(node.names)).toEqual({ manometer: "old" });
});
