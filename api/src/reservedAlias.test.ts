import { parse, validate } from "graphql";
import { expect, test } from "vitest";
import { reservedAlias } from "./reservedAlias.ts";
import { apiSchema } from "./schema.ts";

const schema = apiSchema();

test("an alias that could shadow a key of ours is refused", () => {
  const document = parse("{ sinks { manometer_id: stake throughput { drained } } }");
  const [error] = validate(schema, document, [reservedAlias]);
  expect(error?.message).toBe(
    "The alias manometer_id cannot be used: aliases that begin with manometer_ are reserved, take another.",
  );
});

test("any other alias is free, id included", () => {
  expect(validate(schema, parse("{ sinks { id: stake manometer: id } }"), [reservedAlias])).toEqual([]);
});
