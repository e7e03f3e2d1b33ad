import { expect, test } from "vitest";
import { csvOf } from "./table.ts";

test("cells are exact, null is empty, and what needs quotes has them", () => {
  const table = {
    name: "t",
    columns: ["amount_wei", "note"],
    rows: [
      ["1133638029304500000000", 'a "word", and\nmore'],
      [null, true],
      ["-5", 0],
    ],
  };
  expect(csvOf(table)).toBe(
    'amount_wei,note\r\n1133638029304500000000,"a ""word"", and\nmore"\r\n,true\r\n-5,0\r\n',
  );
});

test("a text that a spreadsheet would run is no formula", () => {
  const rows = [["=1+1"], ["+1"], ["@x"], ["-cmd"]];
  expect(csvOf({ name: "t", columns: ["c"], rows })).toBe("c\r\n'=1+1\r\n'+1\r\n'@x\r\n'-cmd\r\n");
});
