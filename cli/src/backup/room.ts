import { statfsSync } from "node:fs";
import { megabytes } from "../stack/Progress.ts";
import { StackError } from "../stack/StackError.ts";

/** What has to fit: what it is in a sentence, the folder that it goes below, its bytes, and what to do where it does not. */
export type Need = { what: string; folder: string; bytes: number; advice: string };

/** Errors: StackError when the disk of a folder has less room than is needed. */
export function checkRoom({ what, folder, bytes, advice }: Need): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free < bytes)
    throw noRoom({ what, advice }, `${megabytes(free)} are free and ${megabytes(bytes)} are needed`);
}

/** The error of what does not fit; `reason`: that the disk is full, where it was found out late. */
export function noRoom(
  { what, advice }: Pick<Need, "what" | "advice">,
  reason = "the disk is full",
): StackError {
  return new StackError(`there is no room for ${what}: ${reason}`, advice);
}
