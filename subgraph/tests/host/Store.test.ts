import { describe, expect, test } from "vitest";
import { Schema } from "./Schema.ts";
import { Store } from "./Store.ts";
import { type Entity, Kind, type StoreValue } from "./value.ts";

const schema = new Schema(`
  type Parent @entity(immutable: false) { id: Bytes! name: String children: [Child!]! @derivedFrom(field: "parents") }
  type Child @entity(immutable: true) { id: Bytes! parents: [Parent!]! }
  type Point @entity(timeseries: true) { id: Int8! timestamp: Timestamp! size: BigInt! }
`);

function row(fields: Record<string, string | string[] | bigint>): Entity {
  return new Map(Object.entries(fields).map(([name, value]) => [name, stored(value)]));
}

function stored(value: string | string[] | bigint): StoreValue {
  if (typeof value === "bigint") return { kind: Kind.BigInt, data: value };
  if (typeof value === "string") return { kind: Kind.Bytes, data: value };
  return { kind: Kind.Array, data: value.map(stored) };
}

describe("Store", () => {
  test("puts new fields over old ones", () => {
    const store = new Store(schema);
    store.set("Parent", "0x01", row({ id: "0x01", name: "a" }));
    store.set("Parent", "0x01", row({ id: "0x01" }));
    expect(store.get("Parent", "0x01")?.get("name")?.data).toBe("a");
    expect(store.get("Parent", "0x02")).toBeNull();
  });

  test("lists what refers to a row, by id", () => {
    const store = new Store(schema);
    for (const id of ["0x0b", "0x0a"]) store.set("Child", id, row({ id, parents: ["0x01", "0x02"] }));
    store.set("Child", "0x0c", row({ id: "0x0c", parents: [] }));
    expect(store.related("Parent", "0x02", "children").map((child) => child.get("id")?.data)).toEqual([
      "0x0a",
      "0x0b",
    ]);
    expect(() => store.related("Parent", "0x02", "name")).toThrow("Parent.name is derived from nothing");
  });

  test("lets an immutable row change in its own block alone", () => {
    const store = new Store(schema);
    store.set("Child", "0x0a", row({ id: "0x0a", parents: [] }));
    store.set("Child", "0x0a", row({ id: "0x0a", parents: ["0x01"] }));
    store.nextBlock();
    expect(() => store.set("Child", "0x0a", row({ id: "0x0a" }))).toThrow("Child 0x0a is immutable");
  });

  test("numbers the points of a series itself", () => {
    const store = new Store(schema);
    store.set("Point", "0", row({ size: 1n, id: 0n }));
    store.set("Point", "0", row({ size: 2n, id: 0n }));
    expect([...store.rows("Point").keys()]).toEqual(["1", "2"]);
  });

  test("refuses what the schema does not know", () => {
    const store = new Store(schema);
    expect(() => store.get("Uncle", "0x01")).toThrow("schema.graphql has no entity Uncle");
    expect(() => store.set("Child", "0x01", row({ id: "0x01" }))).toThrow("Child.parents is required");
    expect(() => store.set("Parent", "0x01", row({ id: "0x01", age: 1n }))).toThrow(
      "Parent has no field age",
    );
  });
});
