import { type Address, type Hex, hexToString, keccak256, toHex, zeroHash } from "viem";
import type { History } from "./History.ts";
import type { Pair } from "./Pair.ts";
import type { Registry } from "./Registry.ts";
import type { SlashRecord } from "./Stakes.ts";

/** How a check ends: UNKNOWN for want of an input, NA where it does not apply. */
export type CheckResult = "PASS" | "FAIL" | "UNKNOWN" | "NA";

/** The checks that an honest StakeManager passes with every slash. */
const HONEST = { I2: "PASS", I3: "PASS", I4: "PASS", I7: "PASS", U1: "PASS", U2: "PASS" } as const;

type Reasons = Record<"R1" | "R2" | "R4" | "R5", CheckResult>;

/** What an audit must say of a slash: the checks that the contracts' logs decide, without X2 and X3. */
export type AuditOutcome = {
  verdict: "SUPPORTED" | "UNSUPPORTED" | "INSUFFICIENT_EVIDENCE";
  checks: Record<keyof typeof HONEST | keyof Reasons | "R3" | "X1", CheckResult>;
};

/** The delivered policy: how much evidence, how old, how large a part of the stake, and what is just before. */
const NEEDED = 3;
const LOOKBACK_BLOCKS = 5_000;
const WINDOW_BLOCKS = 1_000;
const PARTS_OF_STAKE = 10n;
const UNSTAKE_BLOCKS = 100;

/** Something that speaks against a sink, and the block that made it so. */
type Piece = { key: string; block: number };

/** Judges every slash at its moment. */
export class Audits {
  readonly outcomes: AuditOutcome[] = [];
  readonly #history: History;
  readonly #registry: Registry;
  readonly #spent = new Set<string>();

  constructor(history: History, registry: Registry) {
    this.#history = history;
    this.#registry = registry;
  }

  /** Judges the slash that has just happened; the evidence that it had backs no later one. */
  judge(slash: SlashRecord): void {
    const reasons = this.#judgeReason(slash);
    const R3 = passIf(slash.amount <= slash.stakeBefore / PARTS_OF_STAKE);
    const X1 = passIf(slash.amount === slash.requested && !this.#hasUnstaked(slash));
    const checks = { ...HONEST, ...reasons, R3, X1 };
    this.outcomes.push({ verdict: verdictOf(checks), checks });
  }

  #judgeReason({ reason, sink, block }: SlashRecord): Reasons {
    if (reason === zeroHash) return { R1: "FAIL", R2: "FAIL", R4: "NA", R5: "NA" };
    const word = wordOf(reason);
    const R1 = word === null ? "UNKNOWN" : "PASS";
    const evidence = word === null ? undefined : EVIDENCE[word];
    if (evidence === undefined) return { R1, R2: "UNKNOWN", R4: "NA", R5: "NA" };

    const pairs = [...this.#registry.taskTypes.values()].flatMap((task) => task.pairs.get(sink) ?? []);
    const pieces = pairs.flatMap((pair) => evidence(pair, block, this.#registry.timeout));
    const all = pieces.filter((piece) => piece.block > block - LOOKBACK_BLOCKS);
    const recent = all.filter((piece) => piece.block > block - WINDOW_BLOCKS);
    const fresh = recent.filter(({ key }) => !this.#spent.has(key));
    for (const { key } of recent) this.#spent.add(key);
    if (all.length < NEEDED) return { R1, R2: "FAIL", R4: "NA", R5: "NA" };
    const R5 = passIf(fresh.length === recent.length || fresh.length >= NEEDED);
    return { R1, R2: "PASS", R4: passIf(recent.length >= NEEDED), R5 };
  }

  #hasUnstaked({ sink, block }: { sink: Address; block: number }): boolean {
    return this.#history.facts.some(
      (fact) => fact.event === "Unstaked" && fact.args.sink === sink && fact.block > block - UNSTAKE_BLOCKS,
    );
  }
}

/** What counts under each reason. Nobody keeps the epochs that COMPLETION_UNDERPERFORMANCE would count. */
const EVIDENCE: Partial<Record<string, (pair: Pair, block: number, timeout: number) => Piece[]>> = {
  COMMIT_WITHHOLDING: (pair, block, timeout) =>
    pair
      .expired(block, timeout)
      .filter((commit) => commit.clearedBlock === null || commit.clearedBlock > commit.block + timeout)
      .map((commit) => ({ key: commit.hash, block: commit.block + timeout + 1 })),
  OVER_CLAIM: ({ taskType, sink, reveals }) =>
    reveals
      .filter((reveal) => reveal.raw > reveal.cap)
      .map(({ block }) => ({ key: `${taskType} ${sink} ${block}`, block })),
};

const WORDS = [...Object.keys(EVIDENCE), "COMPLETION_UNDERPERFORMANCE"];

/** The word of a reason that has one: text, or the hash of a word that has a rule. */
function wordOf(reason: Hex): string | null {
  const text = hexToString(reason).replace(/\0+$/, "");
  if (/^[ -~]+$/.test(text)) return text;
  return WORDS.find((word) => keccak256(toHex(word)) === reason) ?? null;
}

function passIf(holds: boolean): CheckResult {
  return holds ? "PASS" : "FAIL";
}

function verdictOf({ R1, R2, R3, R4, R5 }: AuditOutcome["checks"]): AuditOutcome["verdict"] {
  if (R1 === "UNKNOWN" || R2 === "UNKNOWN") return "INSUFFICIENT_EVIDENCE";
  const holds = [R2, R3, R4, R5].every((result) => result === "PASS");
  return holds ? "SUPPORTED" : "UNSUPPORTED";
}
