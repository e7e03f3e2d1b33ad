import { expect, test } from "vitest";
import type { Collection, Column } from "./Collection.ts";
import { headOf, linesOf } from "./format.ts";

const column = (name: string, more: Partial<Column> = {}): Column => ({
  name,
  type: "BigInt!",
  description: "",
  references: null,
  isText: false,
  ...more,
});
const collection: Collection = {
  name: "things",
  root: "things",
  type: "Thing",
  kind: "state",
  description: "",
  filter: "Thing_filter",
  order: "id",
  columns: [
    column("id"),
    column("text", { isText: true }),
    column("change"),
    column("sink", { references: "Sink" }),
    column("flag"),
    column("list"),
  ],
};
const row = {
  order: "not a column",
  id: "0x01",
  text: 'a "b", c\r\nd',
  change: "-5",
  sink: { id: "0x02" },
  flag: false,
  list: ["1", "2"],
};

test("CSV quotes what RFC 4180 says, ends lines with CRLF, and leaves null empty", () => {
  expect(headOf(collection, "csv")).toBe("id,text,change,sink,flag,list\r\n");
  const rows = [row, { id: "0x03", text: null, change: "7", sink: null, flag: true, list: [] }];
  expect(linesOf(rows, collection, "csv")).toBe(
    '0x01,"a ""b"", c\r\nd",-5,0x02,false,"[""1"",""2""]"\r\n0x03,,7,,true,[]\r\n',
  );
});

test("a lone line feed or carriage return is quoted too", () => {
  expect(linesOf([{ ...row, text: "a\nb" }], collection, "csv")).toContain('"a\nb"');
  expect(linesOf([{ ...row, text: "a\rb" }], collection, "csv")).toContain('"a\rb"');
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])(
  "a spreadsheet takes the text %j for text",
  (text) => {
    expect(linesOf([{ ...row, text }], collection, "csv")).toContain(`'${text}`);
    expect(JSON.parse(linesOf([{ ...row, text }], collection, "ndjson"))).toMatchObject({ text });
  },
);

test("a number below zero stays one", () => {
  expect(linesOf([row], collection, "csv")).toContain(",-5,");
});

test("NDJSON has one object a line with the columns in their order, values as GraphQL gives them", () => {
  expect(headOf(collection, "ndjson")).toBe("");
  const text = linesOf([row, row], collection, "ndjson");
  expect(text.split("\n")).toHaveLength(3);
  expect(text.split("\n")[0]).toBe(
    JSON.stringify({ id: "0x01", text: row.text, change: "-5", sink: "0x02", flag: false, list: ["1", "2"] }),
  );
});
