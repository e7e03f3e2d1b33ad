import { expect, test } from "vitest";
import { apiError } from "./errors.ts";
import { unlessTooLong } from "./tooLong.ts";

test("what is too long is null, what is read is given, and other errors go on", async () => {
  expect(await unlessTooLong(Promise.resolve(1))).toBe(1);
  expect(await unlessTooLong(Promise.reject(apiError("BAD_WINDOW", "too many")))).toBeNull();
  const down = apiError("UPSTREAM_UNAVAILABLE", "down");
  await expect(unlessTooLong(Promise.reject(down))).rejects.toBe(down);
});
