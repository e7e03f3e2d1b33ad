import { Exact } from "@manometer/analytics/decimal";
import { parseValue } from "graphql";
import { expect, test } from "vitest";
import { DateTime, Decimal, upstreamScalars } from "./scalars.ts";
import { upstreamSchema } from "./schema.ts";

const scalars = upstreamScalars(upstreamSchema());

test("graph-node's own scalars are kept as strings", () => {
  expect(Object.keys(scalars).sort()).toEqual(
    expect.arrayContaining(["BigInt", "Bytes", "Int8", "Timestamp"]),
  );
  expect(scalars).not.toHaveProperty("String");
});

test("an unquoted amount keeps every digit", () => {
  const wei = "123456789012345678901234567890";
  expect(scalars.BigInt?.parseLiteral(parseValue(wei))).toBe(wei);
  expect(scalars.BigInt?.parseLiteral(parseValue(`"${wei}"`))).toBe(wei);
  expect(scalars.BigInt?.serialize(123456789012345678901234567890n)).toBe(wei);
});

test("a JSON number that has lost digits is refused, one that has not is taken", () => {
  expect(scalars.BigInt?.parseValue(42)).toBe("42");
  expect(() => scalars.BigInt?.parseValue(2 ** 60)).toThrow(/lost digits/);
  expect(() => scalars.BigInt?.parseValue({})).toThrow(/is a string/);
  expect(() => scalars.BigInt?.parseLiteral(parseValue("[1]"))).toThrow(/string or a number/);
});

test("a decimal is a string of at least 18 digits without an exponent", () => {
  expect(Decimal.serialize(new Exact(1).div(3))).toBe(`0.${"3".repeat(30)}`);
  expect(Decimal.serialize(new Exact(1).div(new Exact(3n * 10n ** 12n)))).toBe(
    `0.000000000000${"3".repeat(30)}`,
  );
  expect(Decimal.serialize(new Exact("0.5"))).toBe("0.5");
});

test("a moment is written from seconds", () => {
  expect(DateTime.serialize(1_795_348_800n)).toBe("2026-11-22T12:00:00Z");
});
