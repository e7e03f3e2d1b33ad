import { randomInt } from "node:crypto";
import type { Bundle } from "@manometer/analytics/audit/Bundle";
import { hashOf } from "@manometer/analytics/audit/canonical";
import { type FreshChain, freshChain } from "@manometer/scenario/freshChain";
import { runScenario } from "@manometer/scenario/run";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleText } from "./bundleFile.ts";
import { type Outcome, verifyBundle } from "./verify.ts";
import { Witness } from "./Witness.ts";

const START = 1_760_000_000;
const RUNS = 1000;

let chain: FreshChain;
let witness: Witness;
let whole: Bundle[];
beforeAll(async () => {
  chain = await freshChain(START);
  await runScenario({ ...chain, profile: "smoke", seed: 20_261_122, start: START });
  witness = new Witness(chain.rpcUrl, chain.deployment);
  whole = [];
  for (const place of await witness.slashes()) whole.push((await witness.audit(place, 3)).bundle);
});
afterAll(() => chain?.stop());

const hashIn = ({ headers }: Bundle) => headers.at(-1)?.blockHash ?? "0x";
const offline = (bundle: Bundle, text = bundleText(bundle)) =>
  verifyBundle(text, { trustedHash: hashIn(bundle) });
const online = (bundle: Bundle) => verifyBundle(bundleText(bundle), { node: witness.node });

/** A bundle with its digest made anew, as a forger would. */
function forged(change: (bundle: Bundle) => Partial<Bundle>, of: Bundle): Bundle {
  const { digest: _, ...content } = { ...of, ...change(of) };
  return { ...content, digest: hashOf(content) };
}

const refuted = (reason: RegExp): Partial<Outcome> => ({
  result: "REFUTED",
  reason: expect.stringMatching(reason),
});

describe("a bundle", () => {
  it("is verified for every slash, by a node and by one hash", async () => {
    for (const bundle of whole) {
      expect(await online(bundle)).toMatchObject({ result: "VERIFIED", reason: null, assumed: [] });
      const alone = await offline(bundle);
      expect(alone).toMatchObject({ result: "VERIFIED", reason: null });
      expect(alone.assumed).toHaveLength(2);
    }
  });

  it(`is never verified with one byte changed, in ${RUNS} changes`, async () => {
    const seed = randomInt(2 ** 31);
    console.log(`seed ${seed}`);
    const bundle = whole[0] as Bundle;
    const bytes = Buffer.from(bundleText(bundle));
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }));
    const holds = fc.asyncProperty(change, async ([at, by]) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ by;
      const { result } = await offline(bundle, changed.toString("utf8"));
      expect(result).toMatch(/REFUTED|UNREADABLE/);
    });
    await fc.assert(holds, { seed, numRuns: RUNS });
  });
});

describe("a bundle whose forger has made its digest anew", () => {
  it("is never verified with one value changed, in 150 changes", async () => {
    const seed = randomInt(2 ** 31);
    console.log(`seed ${seed}`);
    const bundle = whole[0] as Bundle;
    const leaves = leavesOf(bundle).filter(([first]) => first !== "digest");
    const kinds = [
      ...Map.groupBy(leaves, (path) => path.filter((step) => Number.isNaN(Number(step))).join(".")).values(),
    ];
    const holds = fc.asyncProperty(
      fc.nat(kinds.length - 1),
      fc.nat(),
      fc.nat(63),
      async (kind, leaf, digit) => {
        const copy = structuredClone(bundle);
        const ofKind = kinds[kind] ?? [];
        change(copy, ofKind[leaf % ofKind.length] ?? [], digit);
        expect((await offline(forged(() => ({}), copy))).result).toMatch(/REFUTED|UNREADABLE/);
      },
    );
    await fc.assert(holds, { seed, numRuns: 150 });
  });

  it("is refuted with another verdict, and with a check that came out otherwise", async () => {
    for (const bundle of whole) {
      const verdict = bundle.verdict === "SUPPORTED" ? "UNSUPPORTED" : "SUPPORTED";
      const other = forged(() => ({ verdict }), bundle);
      expect(await offline(other)).toMatchObject(refuted(/its verdict do not follow/));
      const checks = bundle.checks.map((check) =>
        check.id === "R3" ? { ...check, result: "NA" as const } : check,
      );
      expect(await offline(forged(() => ({ checks }), bundle))).toMatchObject(
        refuted(/its checks do not follow/),
      );
    }
  });

  it("is refuted with a header, a proof or a state of another place", async () => {
    const [first, second] = whole as [Bundle, Bundle];
    const proof = first.evidence.at(-1)?.proof ?? null;
    const swapped = forged(
      ({ evidence }) => ({ evidence: evidence.map((item, i) => (i === 0 ? { ...item, proof } : item)) }),
      first,
    );
    expect(await offline(swapped)).toMatchObject(refuted(/is not proven/));
    const proofs = forged(() => ({ stateProofs: second.stateProofs }), first);
    expect(await offline(proofs)).toMatchObject(refuted(/state proof|have to be proven|prove/));
    const cut = forged(({ headers }) => ({ headers: headers.filter((_, i) => i !== 5) }), first);
    expect(await offline(cut)).toMatchObject(
      refuted(/the headers between block \d+ and block \d+ are not in/),
    );
  });

  it("is refuted by a node when a log is left out", async () => {
    for (const bundle of whole.slice(0, 3)) {
      const dropped = bundle.evidence.findIndex(({ log }) => log.event === "CapacityRevealed");
      const evidence = bundle.evidence.toSpliced(dropped, 1);
      const { result, reason } = await online(forged(() => ({ evidence }), bundle));
      expect([result, reason]).toEqual([
        "REFUTED",
        expect.stringMatching(/it leaves out the CapacityRevealed/),
      ]);
    }
  });
});

describe("what a bundle is held against", () => {
  it("must be the newest block's hash, or a node of its chain", async () => {
    const bundle = whole[0] as Bundle;
    const older = bundle.headers.at(-2)?.blockHash ?? "0x";
    const outcome = await verifyBundle(bundleText(bundle), { trustedHash: older });
    expect(outcome).toMatchObject(refuted(/the trusted hash is not that of the bundle's newest block/));
    const elsewhere = forged(() => ({ chainId: 1 }), bundle);
    expect(await online(elsewhere)).toMatchObject(refuted(/it is of chain 1, .* is a node of chain 31337/));
    expect(await offline(elsewhere)).toMatchObject(refuted(/was signed for chain 31337, not 1/));
  });

  it("must be a node where nothing is proven", async () => {
    const [place] = await witness.slashes();
    const { bundle } = await witness.audit(place as NonNullable<typeof place>, 1);
    expect(await online(bundle)).toMatchObject({ result: "VERIFIED" });
    expect(await offline(bundle)).toMatchObject(refuted(/level 1 holds no proofs/));
    const stakeAt = { before: "1", after: "0" };
    const lie = forged(({ findings }) => ({ findings: { ...findings, stakeAt } }), bundle);
    expect(await online(lie)).toMatchObject(refuted(/its findings are/));
  });
});

describe("a file", () => {
  it.each([
    ["that is no JSON", "{", /no JSON/],
    ["of another kind", '{"schema":"manometer.policy/1"}', /schema/],
  ])("%s cannot be read", async (_what, text, reason) => {
    const outcome = await verifyBundle(text, { trustedHash: hashIn(whole[0] as Bundle) });
    expect(outcome).toMatchObject({ result: "UNREADABLE", reason: expect.stringMatching(reason) });
  });

  it("must be in canonical form", async () => {
    const bundle = whole[0] as Bundle;
    expect(await offline(bundle, `${bundleText(bundle)}\n`)).toMatchObject(refuted(/canonical form/));
  });
});

type Path = (string | number)[];

function leavesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return value === null ? [] : [path];
  return Object.entries(value).flatMap(([key, inner]) =>
    leavesOf(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function change(root: object, path: Path, digit: number): void {
  const key = path.at(-1) ?? "";
  const holder = path
    .slice(0, -1)
    .reduce<Record<string, unknown>>(
      (inner, step) => inner[step] as Record<string, unknown>,
      root as Record<string, unknown>,
    );
  const value = holder[key];
  if (typeof value === "boolean") holder[key] = !value;
  else if (typeof value === "number") holder[key] = value + 1;
  else if (typeof value === "string") {
    const at = value.length - 1 - (digit % Math.max(1, value.length - 2));
    const letter = value[at] === "1" ? "2" : "1";
    holder[key] = `${value.slice(0, at)}${letter}${value.slice(at + 1)}`;
  }
}
