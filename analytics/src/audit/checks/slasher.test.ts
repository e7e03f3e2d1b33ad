import { expect, test } from "vitest";
import { Chronicle, CONTRACTS, OTHER_SINK, SLASHER, TREASURY } from "../Chronicle.ts";

const story = () => Chronicle.usual().at(100).slashed(500, 10_000);
const set = (chronicle: Chronicle, authorized: boolean) =>
  chronicle.log("SlasherSet", { slasher: SLASHER, authorized });

test("U1 holds for a slasher that was authorised just before the log", () => {
  expect(story().check("U1").result).toBe("PASS");
  expect(set(Chronicle.usual().at(99), false).at(100).slashed(1, 10_000).check("U1").result).toBe("FAIL");
  const again = set(set(Chronicle.usual().at(98), false).at(99), true);
  expect(again.at(100).slashed(1, 10_000).check("U1").result).toBe("PASS");
});

test("U1 counts the order within the block", () => {
  expect(set(Chronicle.usual().at(100), false).slashed(1, 10_000).check("U1").result).toBe("FAIL");
  expect(set(Chronicle.usual().at(100).slashed(1, 10_000), false).check("U1").result).toBe("PASS");
});

test("U1 fails for one who never was, and another's permission is none", () => {
  const other = new Chronicle()
    .staked(10_000, 10_000)
    .log("SlasherSet", { slasher: TREASURY, authorized: true });
  expect(other.at(100).slashed(1, 10_000).check("U1").result).toBe("FAIL");
});

test("U1 is unknown where only the transaction's sender is known", () => {
  const alone = story();
  alone.logs.pop();
  expect(alone.check("U1").result).toBe("UNKNOWN");
  expect(alone.check("X3").result).toBe("UNKNOWN");
});

test("U1 fails where a node's state contradicts the replay", () => {
  const held = (before: boolean, after: boolean) => ({ findings: { slasherAt: { before, after } } });
  expect(story().check("U1", held(true, true)).result).toBe("PASS");
  expect(story().check("U1", held(false, true)).result).toBe("FAIL");
  expect(story().check("U1", held(true, false)).result).toBe("FAIL");
  const revoked = set(Chronicle.usual().at(100).slashed(1, 10_000), false);
  expect(revoked.check("U1", held(true, false)).result).toBe("PASS");
});

test("U2 compares the slasher with the treasury of the moment, and with who was paid", () => {
  expect(story().check("U2").result).toBe("PASS");
  const own = Chronicle.usual()
    .at(90)
    .parameter("TREASURY", String(BigInt(SLASHER)));
  expect(own.at(100).slashed(1, 10_000).check("U2").result).toBe("FAIL");
  const payment = { token: OTHER_SINK, from: CONTRACTS.stakeManager, to: TREASURY, amount: "1", logIndex: 9 };
  const paidElsewhere = { transfers: { token: OTHER_SINK, sent: [payment] } };
  expect(own.check("U2", { findings: paidElsewhere }).result).toBe("FAIL");
  const later = Chronicle.usual().at(100).slashed(1, 10_000).at(101);
  expect(later.parameter("TREASURY", String(BigInt(SLASHER))).check("U2").result).toBe("PASS");
  const token = OTHER_SINK;
  const sent = [{ token, from: CONTRACTS.stakeManager, to: SLASHER, amount: "1", logIndex: 9 }];
  expect(story().check("U2", { findings: { transfers: { token, sent } } }).result).toBe("FAIL");
  expect(new Chronicle().staked(9, 9).at(100).slashed(1, 9).check("U2").result).toBe("UNKNOWN");
});
