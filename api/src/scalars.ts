import type { Decimal as Exact } from "@manometer/analytics/decimal";
import {
  GraphQLError,
  GraphQLScalarType,
  type GraphQLSchema,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  type ValueNode,
} from "graphql";
import { isoOf } from "./window.ts";

const DIGITS = 30;

/** A decimal number as a string: 30 significant digits, no exponent. */
export const Decimal = new GraphQLScalarType<string, string>({
  name: "Decimal",
  serialize: (value) => (value as Exact).toSignificantDigits(DIGITS).toString(),
});

/** An ISO 8601 duration; what it may be is checked where it is used, so that the error carries that field's code. */
export const Duration = text("Duration");

/** A moment: written from seconds since 1970, read as ISO 8601 where it is used. */
export const DateTime = new GraphQLScalarType<string, string>({
  ...text("DateTime").toConfig(),
  serialize: (value) => (typeof value === "bigint" ? isoOf(value) : String(value)),
});

/** graph-node's numbers, timestamps and bytes, kept as strings on the way through, whether quoted or not. */
export function upstreamScalars(schema: GraphQLSchema): Record<string, GraphQLScalarType> {
  const scalars = Object.values(schema.getTypeMap()).filter(isScalarType);
  const own = scalars.filter((type) => !isSpecifiedScalarType(type));
  return Object.fromEntries(own.map(({ name }) => [name, text(name)]));
}

function text(name: string): GraphQLScalarType<string, string> {
  return new GraphQLScalarType<string, string>({
    name,
    serialize: String,
    parseValue: (value) => textOf(name, value),
    parseLiteral: (node) => literalOf(name, node),
  });
}

function textOf(name: string, value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" && (!Number.isInteger(value) || Number.isSafeInteger(value)))
    return String(value);
  throw new GraphQLError(
    `${name} is a string: a JSON number of this size may have lost digits, or it is no number.`,
  );
}

function literalOf(name: string, node: ValueNode): string {
  if (node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT) return node.value;
  throw new GraphQLError(`${name} is a string or a number.`, { nodes: node });
}
