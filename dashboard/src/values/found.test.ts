import { expect, test } from "vitest";
import { readable } from "./found.ts";

test("what a check found reads in tokens, percent, names and short addresses", () => {
  expect(readable("690000000000000000000 wei; 1000 basis points of 2300000000000000000000 wei")).toBe(
    "690 tokens; 10% of 2,300 tokens",
  );
  const id = `0x${"7472616e736c617465".padEnd(64, "0")}`;
  expect(readable(`task type ${id} of 0x61097ba76cd906d2ba4fd106e757f7eb455fc295`)).toBe(
    "task type translate of 0x6109…c295",
  );
});
