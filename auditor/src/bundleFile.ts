import type { Bundle } from "@manometer/analytics/audit/Bundle";
import { canonicalJson } from "@manometer/analytics/audit/canonical";
import { DIALECTS } from "@manometer/analytics/audit/dialects";
import { policyOf } from "@manometer/analytics/audit/Policy";
import { z } from "zod";

const hex = z.templateLiteral(["0x", z.string().regex(/^([0-9a-f]{2})*$/)]);
const hash = z.templateLiteral(["0x", z.string().regex(/^[0-9a-f]{64}$/)]);
const address = z.templateLiteral(["0x", z.string().regex(/^[0-9a-f]{40}$/)]);
const whole = z.int().min(0);
const amount = z.string().regex(/^\d{1,78}$/);
/** A replayed stake falls below 0 where a contract says that it took more than there was. */
const balance = z.string().regex(/^-?\d{1,78}$/);
const nodes = z.array(hex);
const proven = z.strictObject({ holds: z.boolean(), blockHash: hash, detail: z.string() });

const place = { contract: address, blockNumber: whole, logIndex: whole, transactionHash: hash };
const sink = { sink: address };
const signal = { taskTypeId: hash, sink: address };
const event = <Name extends string, Fields extends z.core.$ZodShape>(name: Name, fields: Fields) =>
  z.strictObject({ ...place, event: z.literal(name), ...fields });

const slashed = { ...sink, amount, reason: hash };
const log = z.discriminatedUnion("event", [
  event("Staked", { ...sink, amount, totalStake: amount }),
  event("Unstaked", { ...sink, amount }),
  event("Slashed", slashed),
  event("SlashExecuted", {
    ...sink,
    slasher: address,
    requested: amount,
    actual: amount,
    stakeBefore: amount,
    stakeAfter: amount,
    evidenceHash: hash,
  }),
  event("SlasherSet", { slasher: address, authorized: z.boolean() }),
  event("ParamUpdated", { key: hash, oldValue: amount, newValue: amount }),
  event("CapacityCommitted", { ...signal, commitHash: hash }),
  event("CapacityRevealed", { ...signal, raw: amount, smoothed: amount }),
  event("SinkRegistered", { ...signal, initialCapacity: amount }),
  event("SinkDeregistered", signal),
  event("CapacityClamped", { ...signal, smoothed: amount }),
  event("Rebalanced", { taskTypeId: hash, sinkCount: amount, totalCapacity: amount }),
  event("Drained", { ...signal, amount }),
]);

const checkIds = "I1 I2 I3 I4 I5 I6 I7 I8 I9 U1 U2 R1 R2 R3 R4 R5 X1 X2 X3".split(" ") as [
  Bundle["checks"][number]["id"],
];
const reference = z.strictObject({
  type: z.string(),
  id: hex,
  transactionHash: hash,
  logIndex: whole,
  blockNumber: whole,
});
const check = z.strictObject({
  id: z.enum(checkIds),
  result: z.enum(["PASS", "FAIL", "UNKNOWN", "NA"]),
  title: z.string(),
  detail: z.string(),
  evidence: z.array(reference),
});
const transfer = z.strictObject({ token: address, from: address, to: address, amount, logIndex: whole });
const findings = z.strictObject({
  succeeded: z.boolean().nullable(),
  transfers: z.strictObject({ token: address, sent: z.array(transfer) }).nullable(),
  stakeAt: z.strictObject({ before: amount, after: amount }).nullable(),
  slasherAt: z.strictObject({ before: z.boolean(), after: z.boolean() }).nullable(),
  inclusion: proven.nullable(),
  canonical: proven.nullable(),
});

const policy = z.unknown().transform((json, context) => {
  try {
    return policyOf(json);
  } catch (error) {
    context.addIssue({ code: "custom", message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
});

const bundle = z.strictObject({
  schema: z.literal("manometer.bundle/1"),
  level: z.literal([0, 1, 2, 3]),
  chainId: whole.nullable(),
  contracts: z.array(
    z.strictObject({
      name: z.enum(["stakeManager", "capacityRegistry", "backpressurePool", "escrowBuffer"]),
      address,
      codeHash: hash.nullable(),
    }),
  ),
  policy,
  policyHash: hash,
  formulaVersion: z.string(),
  subject: event("Slashed", { ...slashed, timestamp: whole, transactionFrom: address }),
  scope: z.strictObject({
    sink: address,
    slasher: address.nullable(),
    fromBlock: whole,
    drainsFromBlock: whole.nullable(),
    untilBlock: whole,
    dialect: z.enum(Object.keys(DIALECTS)).optional(),
  }),
  findings,
  figures: z.strictObject({
    stakeBefore: balance,
    stakeAfter: balance,
    capBefore: amount,
    capAfter: amount,
  }),
  checks: z.array(check),
  verdict: z.enum(["INCONSISTENT", "INSUFFICIENT_EVIDENCE", "SUPPORTED", "UNSUPPORTED"]),
  coreHash: hash,
  evidence: z.array(
    z.strictObject({
      id: hex,
      log,
      proof: z
        .strictObject({ transactionIndex: whole, position: whole, nodes, transactionNodes: nodes })
        .nullable(),
    }),
  ),
  headers: z.array(z.strictObject({ blockNumber: whole, blockHash: hash, rlp: hex })),
  stateProofs: z.array(
    z.strictObject({
      blockNumber: whole,
      contract: address,
      accountNodes: nodes,
      slots: z.array(z.strictObject({ meaning: z.string(), key: hash, value: hash, nodes })),
    }),
  ),
  digest: hash,
});

/** A file that is no bundle: the message says where it is not, and what it would have to be. */
export class UnreadableBundle extends Error {
  override readonly name = "UnreadableBundle";
}

/** The text of a bundle's file: canonical JSON, without a line end. */
export function bundleText(content: Bundle): string {
  return canonicalJson(content);
}

/** Reads the text of a bundle's file. Throws an UnreadableBundle where it is no JSON, or not of the schema. */
export function readBundle(text: string): Bundle {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UnreadableBundle(`it is no JSON: ${error instanceof Error ? error.message : error}`);
  }
  const read = bundle.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new UnreadableBundle(`${issue?.path.join(".") || "it"}: ${issue?.message}`);
}
