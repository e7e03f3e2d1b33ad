import { expect, test } from "vitest";
import { capAt, capChanges } from "./capSteps.ts";
import { servedAt } from "./registered.ts";

const act = (sequence: string, timestamp: string, capBefore: string, capAfter: string) => ({
  sequence,
  timestamp,
  capBefore,
  capAfter,
});

test("a cap holds from one change of the stake to the next, whatever its kind", () => {
  const changes = capChanges({
    stakes: [act("9", "300", "5", "8"), act("1", "100", "0", "10")],
    unstakes: [],
    slashes: [act("8", "300", "10", "5")],
  });
  expect(changes.map(({ capAfter }) => capAfter)).toEqual(["10", "5", "8"]);
  expect([99_000, 100_000, 299_999, 300_000].map((moment) => capAt(changes, moment))).toEqual([
    0n,
    10n,
    10n,
    8n,
  ]);
  expect(capAt([], 0)).toBeNull();
});

test("a sink serves from each arrival to the next departure", () => {
  const presence = {
    registrations: [{ timestamp: "10" }, { timestamp: "30" }],
    deregistrations: [{ timestamp: "20" }],
  };
  expect([9, 10, 19, 20, 29, 30].map((second) => servedAt(presence, second * 1000))).toEqual([
    false,
    true,
    true,
    false,
    false,
    true,
  ]);
});
