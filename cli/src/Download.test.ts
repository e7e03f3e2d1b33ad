import fc from "fast-check";
import { expect, test } from "vitest";
import { Download } from "./Download.ts";
import { type Format, Records } from "./Records.ts";

async function* body(parts: readonly string[], error: string | null = null): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield new TextEncoder().encode(part);
  if (error !== null) throw new Error(error);
}

function loading(format: Format) {
  const written: string[] = [];
  const download = new Download(format, async (text) => void written.push(text));
  return { download, text: () => written.join("") };
}

test("records are the same however the text is cut, line breaks and quotes in quotes included", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", "é") });
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), fc.array(fc.nat(80)), (rows, cuts) => {
      const records = rows.map(([a, b]) => `${quoted(a)},${quoted(b)}\r\n`);
      const text = records.join("");
      const places = [0, ...cuts.map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b), text.length];
      const reader = new Records("csv");
      const read = places.slice(1).flatMap((end, index) => reader.push(text.slice(places[index], end)));
      expect([read, reader.rest]).toEqual([records, ""]);
    }),
    { numRuns: 300 },
  );
});

test("a whole export is written as it came, and counted", async () => {
  const { download, text } = loading("csv");
  expect(await download.take(body(["id,t\r\n0x", '01,"a\r\nb"\r\n0x02,\r\n']))).toBeNull();
  expect(text()).toBe('id,t\r\n0x01,"a\r\nb"\r\n0x02,\r\n');
  expect(download.arrived).toEqual({ rows: 2, lastId: "0x02", hasHead: true });
});

test("of a broken one the whole rows are written; the next attempt goes on after them", async () => {
  const { download, text } = loading("csv");
  expect(await download.take(body(["id,t\r\n0x01,a\r\n0x02,b\r\n0x03,", '"half'], "terminated"))).toBe(
    "terminated",
  );
  expect(download.arrived).toEqual({ rows: 2, lastId: "0x02", hasHead: true });
  expect(await download.take(body(["0x03,c\r\n"]))).toBeNull();
  expect(text()).toBe("id,t\r\n0x01,a\r\n0x02,b\r\n0x03,c\r\n");
  expect(download.arrived.rows).toBe(3);
});

test("names that come a second time are left out", async () => {
  const { download, text } = loading("csv");
  expect(await download.take(body(["id,t\r\n", "0x01"], "terminated"))).toBe("terminated");
  expect(download.arrived.lastId).toBeNull();
  expect(await download.take(body(["id,t\r\n", "0x01,a\r\n"]))).toBeNull();
  expect([text(), download.arrived.rows]).toEqual(["id,t\r\n0x01,a\r\n", 1]);
});

test("the last line of a broken NDJSON is the reason and no row", async () => {
  const { download, text } = loading("ndjson");
  const reason = await download.take(
    body(['{"id":"0x01"}\n{"error":{"message":"graph-node is away","code":"X"}}\n'], "terminated"),
  );
  expect([reason, text(), download.arrived.lastId]).toEqual([
    "graph-node is away",
    '{"id":"0x01"}\n',
    "0x01",
  ]);
});

test("an end in the middle of a row is none", async () => {
  const { download } = loading("ndjson");
  expect(await download.take(body(['{"id":"0x01"}\n{"id"']))).toBe("the last row is not whole");
  expect(download.arrived.rows).toBe(1);
});
