import fc from "fast-check";
import { expect, test } from "vitest";
import { auditOf } from "./audit.ts";
import { bundleOf, NO_PROOFS } from "./bundling.ts";
import { NO_FINDINGS } from "./ChainFindings.ts";
import { logId } from "./ChainLog.ts";
import { Chronicle } from "./Chronicle.ts";
import { canonicalJson, hashOf } from "./canonical.ts";
import { DEFAULT_POLICY } from "./Policy.ts";
import { readReason, wordHash } from "./reason.ts";
import { scorecard } from "./scorecard.ts";

const story = () => Chronicle.usual().withheld(100).withheld(130).withheld(160).at(200).slashed(500, 10_000);

function bundle(findings = NO_FINDINGS) {
  const input = { record: story().record(), policy: DEFAULT_POLICY, findings };
  return bundleOf(auditOf(input), input, NO_PROOFS);
}

test("what logs decide is the same whatever a node finds", () => {
  const bare = story().audit();
  const found = story().audit({ findings: { succeeded: true, stakeAt: { before: "1", after: "1" } } });
  expect(canonicalJson(found.core)).toBe(canonicalJson(bare.core));
  expect(found.coreHash).toBe(bare.coreHash);
  expect([bare.verdict, found.verdict, found.core.verdict]).toEqual([
    "SUPPORTED",
    "INCONSISTENT",
    "SUPPORTED",
  ]);
  expect(bare.coreHash).toBe(hashOf(bare.core));
});

test("a bundle holds its record's logs with their ids, and seals the rest with its digest", () => {
  const made = bundle();
  const { digest, ...content } = made;
  expect(digest).toBe(hashOf(content));
  expect(made.evidence.map(({ id }) => id)).toEqual(story().record().logs.map(logId));
  expect(made).toMatchObject({ level: 0, chainId: null, verdict: "SUPPORTED", headers: [], stateProofs: [] });
  expect(made.contracts.map(({ name }) => name)).toEqual([
    "stakeManager",
    "capacityRegistry",
    "backpressurePool",
    "escrowBuffer",
  ]);
});

test("one changed character anywhere in a bundle no longer fits its digest", () => {
  const text = canonicalJson(bundle());
  fc.assert(
    fc.property(
      fc.nat({ max: text.length - 1 }),
      fc.constantFrom("0", "7", "a", " ", '"'),
      (place, letter) => {
        fc.pre(text[place] !== letter);
        const changed = `${text.slice(0, place)}${letter}${text.slice(place + 1)}`;
        expect(isSealed(changed)).toBe(false);
      },
    ),
    { numRuns: 500 },
  );
  expect(isSealed(text)).toBe(true);
});

/** Whether a text is a bundle's canonical JSON with the digest that belongs to it. */
function isSealed(text: string): boolean {
  try {
    const { digest, ...content } = JSON.parse(text) as Record<string, unknown>;
    return digest === hashOf(content) && canonicalJson({ digest, ...content }) === text;
  } catch {
    return false;
  }
}

test("an id is the transaction's hash and the log's index, little-endian", () => {
  expect(logId({ transactionHash: "0x5ce6", logIndex: 3 })).toBe("0x5ce603000000");
  expect(logId({ transactionHash: "0x5ce6", logIndex: 0x01020304 })).toBe("0x5ce604030201");
});

test("keccak-256 of a word is Solidity's", () => {
  expect(wordHash("")).toBe("0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
  expect(readReason(wordHash("OVER_CLAIM"), ["A", "OVER_CLAIM"])).toEqual({
    form: "KECCAK",
    word: "OVER_CLAIM",
  });
});

test("ASCII with a hole in it is unreadable", () => {
  expect(readReason(`0x4100420${"0".repeat(57)}`, []).form).toBe("UNREADABLE");
  expect(readReason(`0x0041${"0".repeat(60)}`, []).form).toBe("UNREADABLE");
});

test("a scorecard adds up by verdict, and says why it has no rate", () => {
  const card = scorecard([
    { sink: "a", amount: 30n, verdict: "SUPPORTED" },
    { sink: "a", amount: 10n, verdict: "UNSUPPORTED" },
    { sink: "b", amount: 60n, verdict: "INCONSISTENT" },
  ]);
  expect(card).toMatchObject({ slashes: 3, sinks: 2, amount: 100n, nullReason: null });
  expect(card.tallies.map(({ verdict, slashes, amount }) => [verdict, slashes, amount])).toEqual([
    ["INCONSISTENT", 1, 60n],
    ["INSUFFICIENT_EVIDENCE", 0, 0n],
    ["SUPPORTED", 1, 30n],
    ["UNSUPPORTED", 1, 10n],
  ]);
  expect([card.supportedRate?.toFixed(4), card.supportedShare?.toFixed(4)]).toEqual(["0.3333", "0.3000"]);
  const none = scorecard([]);
  expect([none.supportedRate, none.supportedShare]).toEqual([null, null]);
  expect(none.nullReason).toContain("never slashed");
});
