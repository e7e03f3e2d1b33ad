import { coerceInputValue, type GraphQLSchema, isInputType } from "graphql";
import { apiError } from "../errors.ts";
import { type WantedHeight, wantedHeight } from "../subgraph/rootHeights.ts";
import type { Collection } from "./Collection.ts";
import type { Format } from "./format.ts";

/** What is to be exported. */
export type Order = {
  readonly collection: Collection;
  readonly format: Format;
  readonly where: Readonly<Record<string, unknown>>;
  /** The block that is asked for; null is the newest. */
  readonly block: WantedHeight | null;
  /** Id of the row after which it begins; null from the beginning. */
  readonly after: string | null;
  /** Hours or days; null where the collection has neither. */
  readonly interval: "hour" | "day" | null;
};

/** The parameters of an address. */
export type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>;

const NAMES = ["where", "block", "after", "interval"];

/**
 * Reads what an address asks for.
 * @throws BAD_USER_INPUT
 */
export function orderOf(
  collection: Collection,
  format: Format,
  parameters: Parameters,
  schema: GraphQLSchema,
): Order {
  for (const [name, value] of Object.entries(parameters)) {
    if (!NAMES.includes(name)) throw bad(`There is no parameter \`${name}\`: there are ${NAMES.join(", ")}.`);
    if (typeof value !== "string") throw bad(`\`${name}\` is given more than once: give it once.`);
  }
  const text = (name: string) => parameters[name] as string | undefined;
  return {
    collection,
    format,
    where: whereOf(text("where"), collection, schema),
    block: blockOf(text("block")),
    after: afterOf(text("after"), collection),
    interval: intervalOf(text("interval"), collection),
  };
}

function whereOf(text: string | undefined, { filter }: Collection, schema: GraphQLSchema): Order["where"] {
  if (text === undefined) return {};
  const type = schema.getType(filter);
  if (!isInputType(type))
    throw new Error(`${filter} is no input type: is the schema the one that is served?`);
  return (coerceInputValue(parsed(text), type, (path, _value, { message }) => {
    const place = ["where", ...path].join(".");
    throw bad(`\`${place}\`: ${message} See ${filter} in the schema.`);
  }) ?? {}) as Order["where"];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw bad(`\`where\` is no JSON: write it like {"sink": "0x…"}.`);
  }
}

function blockOf(text: string | undefined): WantedHeight | null {
  if (text === undefined) return null;
  if (/^0x[0-9a-fA-F]{64}$/.test(text)) return wantedHeight({ hash: text });
  if (/^\d{1,10}$/.test(text) && Number(text) < 2 ** 31) return wantedHeight({ number: Number(text) });
  throw bad(
    `\`block\` is ${JSON.stringify(text)}: it must be a block's number, or its hash as 0x and 64 digits.`,
  );
}

function afterOf(text: string | undefined, { columns }: Collection): string | null {
  if (text === undefined) return null;
  const isNumber = columns.some(({ name, type }) => name === "id" && type === "Int8!");
  const pattern = isNumber ? /^\d{1,19}$/ : /^0x([0-9a-f]{2})+$/;
  if (pattern.test(text)) return text;
  throw bad(`\`after\` is ${JSON.stringify(text)}: it must be the id of the last row that you have.`);
}

function intervalOf(text: string | undefined, { kind, name }: Collection): Order["interval"] {
  if (kind !== "statistics") {
    if (text === undefined) return null;
    throw bad(`\`interval\` is for hours and days, ${name} has neither: leave it out.`);
  }
  const interval = text ?? "hour";
  if (interval === "hour" || interval === "day") return interval;
  throw bad(`\`interval\` is ${JSON.stringify(text)}: it must be hour or day.`);
}

function bad(message: string): Error {
  return apiError("BAD_USER_INPUT", message);
}
