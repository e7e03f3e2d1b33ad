import { fileURLToPath } from "node:url";

/** The path of a file or folder of this repository: ("contracts") is the folder of the contracts. */
export function inRepository(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}
