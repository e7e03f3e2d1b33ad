import { expect, test } from "vitest";
import { inState, inWeek } from "./columns.ts";

const numeric = (name: string) => ({ name, type: "numeric" });

test.each([
  ["timestamp", 'b."timestamp" - j * 691200'],
  ["committed_at", 'b."committed_at" - j * 691200'],
  ["at", 'b."at" - j * 691200'],
  ["block_number", 'b."block_number" - j * 14400'],
  ["expires_after_block", 'b."expires_after_block" - j * 14400'],
  ["sequence", 'b."sequence" - j * 14400::numeric * 4294967296'],
  ["smoothed", 'b."smoothed"'],
  ["latency_blocks", 'b."latency_blocks"'],
])("%s of a fact in an earlier week", (name, sql) => {
  expect(inWeek(numeric(name), "reveal")).toBe(sql);
});

test("facts get ids of their own, and what names them follows; what names state stays", () => {
  const bytes = (name: string) => inWeek({ name, type: "bytea" }, "reveal");
  expect(bytes("commitment")).toBe(bytes("id").replaceAll('"id"', '"commitment"'));
  expect(bytes("id")).toContain("overlay");
  expect(bytes("sink")).toBe('b."sink"');
  expect(inWeek({ name: "id", type: "int8" }, "capacity_point")).toBe('b."id" - j * 100000000000000::int8');
});

test("a buffer's levels and queue go on from week to week", () => {
  expect(inWeek(numeric("fifo_to"), "deposit")).toBe('b."fifo_to" + i * f.total_deposited');
  expect(inWeek(numeric("fifo_to"), "drain")).toBe('b."fifo_to" + i * f.total_drained');
  expect(inWeek(numeric("level_last"), "buffer_stats_hour")).toBe('b."level_last" + i * f.level');
  expect(inWeek(numeric("deposited_sum"), "buffer_stats_hour")).toBe('b."deposited_sum"');
});

test("the value that held over a seam counts from the week before", () => {
  expect(inWeek(numeric("elapsed_sum"), "capacity_stats_day")).toBe('b."elapsed_sum" + g');
  expect(inWeek(numeric("raw_square_time_sum"), "capacity_stats_day")).toBe(
    'b."raw_square_time_sum" + g * coalesce(s.raw * s.raw, 0)',
  );
});

test("state adds up what recurs, and keeps the rest", () => {
  expect(inState(numeric("total_drained"), "sink", [])).toBe('b."total_drained" + i * f."total_drained"');
  expect(inState(numeric("stake"), "sink", [])).toBe('b."stake"');
  expect(inState(numeric("stored"), "sink_capacity", [])).toBe('b."stored"');
  expect(inState(numeric("count"), "collection", ["Reveal"])).toContain("b.name IN ('Reveal')");
});
