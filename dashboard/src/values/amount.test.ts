import { expect, test } from "vitest";
import { capacity, tokens, tokensInFull, tokensPerHour } from "./amount.ts";

test.each([
  ["0", "0 tokens"],
  ["3", "3 wei"],
  ["99999999999999", "99,999,999,999,999 wei"],
  ["100000000000000", "0.0001 tokens"],
  ["1133638029304500000000", "1,133.6 tokens"],
  ["138190000000000000000000", "138,190 tokens"],
  ["12345678900000000000000000", "12.35M tokens"],
  ["-1500000000000000000", "-1.5 tokens"],
])("%s wei reads %s", (wei, words) => {
  expect(tokens(wei)).toBe(words);
});

test.each([
  ["1133638029304500000000", "1,133.6380293045 tokens = 1,133,638,029,304,500,000,000 wei"],
  ["1", "0.000000000000000001 tokens = 1 wei"],
  ["2000000000000000000", "2 tokens = 2,000,000,000,000,000,000 wei"],
  [
    "115792089237316195423570985008687907853269984665640564039457584007913129639935",
    "115,792,089,237,316,195,423,570,985,008,687,907,853,269,984,665,640,564,039,457.584007913129639935 tokens = " +
      "115,792,089,237,316,195,423,570,985,008,687,907,853,269,984,665,640,564,039,457,584,007,913,129,639,935 wei",
  ],
])("%s wei in full loses no digit", (wei, words) => {
  expect(tokensInFull(wei)).toBe(words);
});

test("a stream is told by the hour, a capacity in few digits", () => {
  expect(tokensPerHour("20000000000000000")).toBe("72 tokens/h");
  expect(capacity("101931349446")).toBe("101.9B");
});
