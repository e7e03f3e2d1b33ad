import { expect, test } from "vitest";
import { fundedTogether } from "./funded.ts";

test("four equal stakes of one funder gain twice the cap of one", () => {
  const together = fundedTogether({ funders: ["0xaa"], stakes: [4n, 4n, 4n, 4n] });
  expect(together).toMatchObject({ funder: "0xaa", sinks: 4, nullReason: null });
  expect(together.ratio?.toString()).toBe("2");
});

test.each([
  ["nobody else signed", [], [], null, "the index does not know where an account's tokens come from"],
  ["several signed", ["0xaa", "0xbb"], [1n], null, "several accounts"],
  ["there are too many stakes", ["0xaa"], null, "0xaa", "more stakes than are read"],
])("where %s there is no figure, and the reason", (_, funders, stakes, funder, reason) => {
  const together = fundedTogether({ funders, stakes });
  expect(together).toMatchObject({ funder, sinks: null, ratio: null });
  expect(together.nullReason).toContain(reason);
});
