import fc from "fast-check";
import { buildSchema, execute, GraphQLScalarType, type GraphQLSchema, isObjectType, parse } from "graphql";
import { expect, test } from "vitest";
import { rowsAtOnce } from "./rowsAtOnce.ts";

const ROWS = { Row: { start: ({ from }: { readonly from: bigint }) => from } };
const NAMES = ["start", "amount", "note", "__typename"];
const rows = Array.from({ length: 4 }, (_, n) => ({
  from: BigInt(n),
  amount: n * 2,
  note: n % 2 ? "odd" : null,
}));

/** A list of rows whose fields are leaves, and one whose are not. */
function made(result: readonly unknown[] = rows): GraphQLSchema {
  const schema = buildSchema(`
    scalar Text
    type Row { start: Text! amount: Int! note: String }
    type Deep { row: Row! }
    type Query { rows(first: Int): [Row!]! deep: [Deep!]! }
  `);
  const text = schema.getType("Text");
  if (text instanceof GraphQLScalarType) text.serialize = String;
  const row = schema.getType("Row");
  if (isObjectType(row)) Object.assign(row.getFields().start ?? {}, { resolve: ROWS.Row.start });
  const { rows: flat, deep } = schema.getQueryType()?.getFields() ?? {};
  Object.assign(flat ?? {}, { resolve: async () => result });
  Object.assign(deep ?? {}, { resolve: () => result.map((one) => ({ row: one })) });
  return schema;
}

const plain = made();
const fast = rowsAtOnce(made(), ROWS);

async function answered(schema: GraphQLSchema, text: string, variableValues = {}): Promise<string> {
  return JSON.stringify(await execute({ schema, document: parse(text), variableValues }));
}

test("whatever is asked of rows, the answer is the one that graphql-js gives, to the byte", async () => {
  const field = fc
    .tuple(fc.constantFrom(...NAMES), fc.option(fc.constantFrom("a", "b")))
    // One name may not stand for two fields: the alias says which it is.
    .map(([name, alias]) => (alias === null ? name : `${alias}${name.replaceAll("_", "")}: ${name}`));
  const guard = fc.constantFrom(
    "",
    " @skip(if: $yes)",
    " @skip(if: $no)",
    " @include(if: $no)",
    " @include(if: true)",
  );
  const guarded = fc.tuple(field, guard).map((parts) => parts.join(""));
  const part = fc.oneof(
    guarded,
    fc.array(guarded, { minLength: 1, maxLength: 3 }).map((all) => `... on Row { ${all.join(" ")} }`),
    fc.tuple(fc.constant("...Some"), guard).map((parts) => parts.join("")),
  );
  const selection = fc.array(part, { minLength: 1, maxLength: 5 }).map((all) => all.join(" "));
  await fc.assert(
    fc.asyncProperty(selection, selection, async (one, two) => {
      const text = `query ($yes: Boolean!, $no: Boolean!) {
        rows { ${one} } other: rows(first: 1) { ${two} } rows { ${two} } deep { row { ${one} } }
      }
      fragment Some on Row { note amount }`;
      const values = { yes: true, no: false };
      expect(await answered(fast, text, values)).toBe(await answered(plain, text, values));
    }),
  );
});

test("a value that must not be null is an error where it is", async () => {
  const broken = rowsAtOnce(made([{ from: 1n, amount: null }]), ROWS);
  const { data, errors } = JSON.parse(await answered(broken, "{ rows { amount } }"));
  expect(data).toBeNull();
  expect(errors[0]).toMatchObject({
    message: "Cannot return null for non-nullable field Row.amount.",
    path: ["rows"],
  });
});
