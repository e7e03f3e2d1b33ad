import { codeOf } from "./errors.ts";

/** What is read, or null where the window holds too much to read it. */
export async function unlessTooLong<T>(reading: Promise<T>): Promise<T | null> {
  return reading.catch((error: unknown) => {
    if (codeOf(error) === "BAD_WINDOW") return null;
    throw error;
  });
}
