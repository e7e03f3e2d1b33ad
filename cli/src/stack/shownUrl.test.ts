import { expect, it } from "vitest";
import { shownUrl } from "./shownUrl.ts";

it.each([
  ["http://127.0.0.1:8545", "http://127.0.0.1:8545"],
  ["https://base.example/", "https://base.example"],
  ["https://base.example/v3/secret", "https://base.example/…"],
  ["https://base.example?key=secret", "https://base.example/…"],
  ["https://secret@base.example:8443", "https://base.example:8443/…"],
])("%s is shown as %s", (url, shown) => {
  expect(shownUrl(url)).toBe(shown);
});
