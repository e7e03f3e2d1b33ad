import { logId } from "@manometer/analytics/audit/ChainLog";
import { canonicalJson } from "@manometer/analytics/audit/canonical";
import { DEFAULT_POLICY } from "@manometer/analytics/audit/Policy";
import { type FreshChain, freshChain } from "@manometer/scenario/freshChain";
import { runScenario } from "@manometer/scenario/run";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditSlash, type NodeAudit } from "./audit.ts";
import { slashesIn } from "./history.ts";
import { placeOf, type SlashPlace } from "./slashId.ts";
import { Witness } from "./Witness.ts";

const START = 1_760_000_000;

let chain: FreshChain;
let witness: Witness;
let slashes: SlashPlace[];
let audits: NodeAudit[];
beforeAll(async () => {
  chain = await freshChain(START);
  await runScenario({ ...chain, profile: "smoke", seed: 20_261_122, start: START });
  witness = new Witness(chain.rpcUrl, chain.deployment);
  slashes = await witness.slashes();
  audits = [];
  for (const place of slashes) audits.push(await witness.audit(place, 3));
});
afterAll(() => chain?.stop());

describe("every slash of the smoke history", () => {
  it("has the same core at every level", async () => {
    for (const [i, place] of slashes.entries()) {
      for (const level of [1, 2] as const) {
        const { audit } = await witness.audit(place, level);
        expect(canonicalJson(audit.core)).toBe(canonicalJson(audits[i]?.audit.core));
      }
    }
  });

  it("agrees with the chain's state and its proofs", () => {
    for (const { audit } of audits) {
      const results = audit.checks
        .filter(({ id }) => /^(I|U1)/.test(id))
        .map(({ id, result }) => `${id} ${result}`);
      expect(results.filter((result) => !/PASS|NA/.test(result))).toEqual([]);
    }
    expect(new Set(audits.map(({ audit }) => audit.verdict))).toEqual(
      new Set(["SUPPORTED", "UNSUPPORTED", "INSUFFICIENT_EVIDENCE"]),
    );
  });

  it("proves of each withheld commitment that it still stood in the last block of its time", () => {
    const withheld = audits.flatMap(({ bundle }) => bundle.stateProofs.flatMap(({ slots }) => slots));
    const blocks = withheld.filter(({ meaning }) => meaning.startsWith("block of the commitment"));
    expect(blocks.length).toBeGreaterThan(3);
    expect(blocks.every(({ nodes }) => nodes.length > 0)).toBe(true);
  });

  it("proves every slash at level 3, and says how long each took", async () => {
    const times: number[] = [];
    for (const place of slashes) {
      const begun = performance.now();
      const { audit } = await witness.audit(place, 3);
      times.push(Math.round(performance.now() - begun));
      expect(audit.checks.filter(({ id }) => id === "I6").map(({ result }) => result)).toEqual(["PASS"]);
    }
    console.log(`audits at level 3 took ${times.join(", ")} ms`);
  });
});

describe("a slash that the node does not have", () => {
  const asked = { policy: DEFAULT_POLICY, level: 1, links: "NONE" } as const;
  const question = () => ({ ...asked, network: witness.network });

  it("is refused by the transaction's hash", async () => {
    const place = placeOf(`0x${"ab".repeat(32)}00000000`);
    await expect(auditSlash(witness.node, { ...question(), place })).rejects.toThrow(
      /has no transaction 0xabab/,
    );
  });

  it("is refused by the log's index, and by other contracts", async () => {
    const [place = placeOf("")] = slashes;
    const other = { ...place, logIndex: 999 };
    await expect(auditSlash(witness.node, { ...question(), place: other })).rejects.toThrow(
      /has no Slashed log 999/,
    );
    const contracts = { ...witness.network.contracts, stakeManager: witness.network.contracts.escrowBuffer };
    const elsewhere = { ...witness.network, contracts };
    await expect(auditSlash(witness.node, { ...question(), place, network: elsewhere })).rejects.toThrow(
      /check the slash and the contracts' addresses/,
    );
  });
});

describe("the slashes of a transaction", () => {
  it("are found in their order, and named by their ids", async () => {
    const byHash = Map.groupBy(slashes, ({ transactionHash }) => transactionHash);
    const [hash = "0x", group = []] = [...byHash].find(([, all]) => all.length > 1) ?? [];
    expect(group).toHaveLength(2);
    expect(await slashesIn(witness.node, hash, witness.network)).toEqual(group);
    for (const place of group) expect(placeOf(logId(place))).toEqual(place);
  });

  it("have ids of 72 digits", () => {
    expect(() => placeOf("0x12")).toThrow(/"0x12" is no slash id/);
  });
});
