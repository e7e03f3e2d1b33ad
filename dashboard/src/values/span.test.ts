import { expect, test } from "vitest";
import { intervalFor, intervalsFor, SPANS, searchOf, secondsOf, viewOf } from "./span.ts";

const read = (search: string) => viewOf(new URLSearchParams(search));

test.each([
  ["", { span: { last: "P1D" }, interval: "PT15M" }],
  ["last=P7D", { span: { last: "P7D" }, interval: "PT1H" }],
  ["last=PT1H&interval=PT5M", { span: { last: "PT1H" }, interval: "PT5M" }],
  ["last=P30D&interval=PT1M", { span: { last: "P30D" }, interval: "PT6H" }],
  ["last=forever&interval=PT7M", { span: { last: "P1D" }, interval: "PT15M" }],
  [
    "from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z&interval=PT1H",
    { span: { from: "2026-11-20T00:00:00Z", to: "2026-11-21T00:00:00Z" }, interval: "PT1H" },
  ],
  ["from=2026-11-21T00:00:00Z&to=2026-11-20T00:00:00Z", { span: { last: "P1D" }, interval: "PT15M" }],
])("the address ?%s shows %j", (search, view) => {
  expect(read(search)).toEqual(view);
});

test("a view that is written is read again, and other parameters stay", () => {
  for (const { last, interval } of SPANS) {
    const view = { span: { last }, interval };
    const search = searchOf(view, new URLSearchParams("task=0xab&from=x&last=PT1H"));
    expect(viewOf(search)).toEqual(view);
    expect([search.get("task"), search.get("from")]).toEqual(["0xab", null]);
  }
});

test("no interval is offered that gives more rows than the API does, and there is always one", () => {
  const to = "2026-11-21T00:00:00Z";
  for (const from of [
    "2026-11-20T23:59:30Z",
    "2026-11-20T23:00:00Z",
    "2026-10-01T00:00:00Z",
    "2020-11-21T00:00:00Z",
  ]) {
    const span = { from, to };
    const offered = intervalsFor(span);
    expect(offered.length).toBeGreaterThan(0);
    expect(offered.map(({ interval }) => interval)).toContain(intervalFor(span));
    expect(offered.every(({ seconds }) => secondsOf(span) / seconds <= 2000)).toBe(true);
  }
});
