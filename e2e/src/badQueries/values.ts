import type { Random } from "@manometer/scenario/random";
import { type Input, isRequired, type TypeRef, type Vocabulary } from "./Vocabulary.ts";

/** The name of an enum's value, which is written without quotes. */
export class Name {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toJSON(): string {
    return this.text;
  }
}

/** A value of GraphQL; it becomes JSON by JSON.stringify. */
export type Value = null | boolean | number | string | Name | Value[] | { [name: string]: Value };

/** What values are made with; `wild` is the share (percent) of those that are of the right type and absurd. */
export type Making = { random: Random; vocabulary: Vocabulary; wild: number };

const MOST_DEPTH = 3;

const tame: Record<string, readonly string[]> = {
  Duration: ["PT1H", "PT6H", "P1D", "P2D", "P7D", "PT90S", "PT10M", "P1W", "PT36H"],
  DateTime: ["2026-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2026-06-01T12:00:00.5+02:00"],
  BigInt: ["0", "1", "1000", "149902695027", "-5", "245000000000000000000"],
  Timestamp: ["0", "1760000000000000", "1790000000000000"],
  Int8: ["0", "1", "60", "900000"],
  String: ["COMMIT_WITHHOLDING", "EWMA_ALPHA_BPS", "Reveal", "", "a"],
};

const absurd: Record<string, readonly Value[]> = {
  Duration: ["", "P", "a week", "P1M", "-P1D", "PT0S", "PT0.5S", "P999999999D", "PT1e9S", "P1Y", "PT59S"],
  DateTime: ["", "now", "1969-12-31T00:00:00Z", "+275760-09-13T00:00:00Z", "2026-13-45", "9999-12-31", "2"],
  BigInt: ["", "x", "1e400", "0x10", "9".repeat(300), "-0", "1.5", 7, "NaN", "Infinity", "__proto__"],
  BigDecimal: ["", "x", "1e999999", "0.1", "-1.5e-7", "9".repeat(300), 1.5, "NaN"],
  Timestamp: ["", "-1", "x", "9".repeat(40), 0, "1.5", "2026-01-01T00:00:00Z"],
  Int8: ["", "x", "9223372036854775808", "-9223372036854775809", "1.5", 3],
  Bytes: ["", "0x", "0xzz", "0x0", "nothing", `0x${"ab".repeat(5000)}`, "0X00", "\u0000", 5],
  ID: ["", "0x", "0xzz", "0x0", "\u0000", "'; DROP TABLE sink; --", `0x${"00".repeat(300)}`, 5, "__proto__"],
  String: [
    "\u0000",
    "\ud83d\ude00",
    "%",
    "\\",
    "'",
    "\u202e",
    "x".repeat(20_000),
    "__proto__",
    "constructor",
  ],
};

/** A value for an argument or an input field; of the right type always. */
export function valueFor({ name, type }: Input, making: Making, depth = 0): Value {
  return ofType(type, name, making, depth);
}

function ofType(type: TypeRef, name: string, making: Making, depth: number): Value {
  const { random, vocabulary } = making;
  if (type.kind === "NON_NULL" && type.ofType !== null) {
    for (let tries = 0; tries < 8; tries++) {
      const value = ofType(type.ofType, name, making, depth);
      if (value !== null) return value;
    }
    return ofType(type.ofType, name, { ...making, wild: 0 }, depth);
  }
  if (random.chance(making.wild / 4)) return null;
  if (type.kind === "LIST" && type.ofType !== null) {
    const count = random.chance(making.wild / 20) ? 400 : random.int(0, 3);
    const item = type.ofType;
    return Array.from({ length: count }, () => ofType(item, name, making, depth));
  }
  const named = vocabulary.type(type.name ?? "");
  if (named.kind === "ENUM") return new Name(random.pick(named.enumValues ?? []).name);
  if (named.kind === "INPUT_OBJECT") return object(named.name, named.inputFields ?? [], making, depth);
  return scalar(named.name, name, making);
}

function object(typeName: string, fields: Input[], making: Making, depth: number): Value {
  const { random } = making;
  if (typeName === "Block_height") return height(making);
  if (typeName === "Window" && !random.chance(making.wild)) return window(making);
  const chosen = fields.filter(isRequired);
  const most = depth >= MOST_DEPTH ? 0 : random.int(0, random.chance(making.wild / 8) ? 12 : 2);
  for (let count = 0; count < most; count++) {
    const field = random.pick(fields);
    if (!chosen.includes(field)) chosen.push(field);
  }
  return Object.fromEntries(chosen.map((field) => [field.name, valueFor(field, making, depth + 1)]));
}

/** A block has one of its fields, or graph-node refuses it. */
function height({ random, vocabulary: { head }, wild }: Making): Value {
  if (random.chance(wild)) {
    const numbers = [-1, 0, 1, head.number + 1, 2_147_483_647, -2_147_483_648];
    return random.pick<Value>([
      {},
      { number: random.pick(numbers) },
      { number_gte: random.pick(numbers) },
      { hash: random.pick(["0x", "0xzz", `0x${"00".repeat(32)}`, "latest"]) },
      { hash: head.hash, number: head.number },
      { number: 1, number_gte: 1 },
      { hash: null },
    ]);
  }
  const number = random.int(Math.floor(head.number / 3), head.number);
  return random.pick<Value>([{ number }, { number_gte: number }, { hash: head.hash }]);
}

/** A window has a length, or a beginning. */
function window(making: Making): Value {
  const { random } = making;
  const last = random.pick(tame.Duration ?? []);
  return random.chance(80) ? { last } : { from: random.pick(tame.DateTime ?? []) };
}

function scalar(type: string, name: string, making: Making): Value {
  const { random, vocabulary, wild } = making;
  const isWild = random.chance(wild);
  const odd = absurd[type];
  if (isWild && odd !== undefined) return random.pick(odd);
  if (type === "Boolean") return random.chance(50);
  if (type === "Int") return integer(name, isWild, random);
  if (type === "Bytes" || type === "ID") {
    return random.chance(80) ? random.pick(vocabulary.ids) : random.bytes32();
  }
  return random.pick(tame[type] ?? tame.BigInt ?? []);
}

function integer(name: string, isWild: boolean, random: Random): number {
  if (isWild) return random.pick([-1, 0, 1001, 1000, 2_147_483_647, -2_147_483_648, 5001, 999_999]);
  return name === "first" ? random.int(1, 8) : random.int(0, 5);
}

/** A value as it is written in a document. */
export function literal(value: Value): string {
  if (value instanceof Name) return value.text;
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .map(([name, inner]) => `${name}: ${literal(inner)}`)
      .join(", ")}}`;
  }
  return JSON.stringify(value);
}
