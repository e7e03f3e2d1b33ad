import { expect, test } from "vitest";
import { pageOf, plainWords, reasonWords, short, taskName } from "./names.ts";

const transcribe = `0x${"7472616e736372696265".padEnd(64, "0")}`;

test("a task type is called what its id spells, else its id", () => {
  expect(taskName(transcribe)).toBe("transcribe");
  expect(taskName(`0x${"ff".repeat(32)}`)).toBe("0xffff…ffff");
  expect(taskName(`0x${"0".repeat(64)}`)).toBe("0x0000…0000");
});

test.each([
  [`0x${"Ab".repeat(20)}`, `/sinks/0x${"ab".repeat(20)}`],
  [` ${transcribe} `, `/tasks/${transcribe}`],
  ["transcribe", `/tasks/${transcribe}`],
  [`0x${"cd".repeat(36)}`, `/slashes/0x${"cd".repeat(36)}`],
  ["0x12", null],
  ["", null],
  ["two words", null],
])("what is pasted as %j has the page %s", (pasted, page) => {
  expect(pageOf(pasted)).toBe(page);
});

test("names and reasons are words", () => {
  expect(plainWords("FlowDistribution")).toBe("Flow distribution");
  expect(reasonWords({ reason: "0x4f", reasonText: "OVER_CLAIM" })).toBe("Over claim");
  expect(reasonWords({ reason: `0x${"9e".repeat(32)}`, reasonText: null })).toBe("0x9e9e…9e9e");
  expect(short("0x12")).toBe("0x12");
});
