import { readFileSync } from "node:fs";
import type { Deployment } from "@manometer/contracts/deployment";
import type { Expected } from "@manometer/scenario/expected";

/** The system that the browser tests look at. */
export type Shown = {
  /** The API's origin, e.g. http://127.0.0.1:4000. */
  origin: string;
  /** graph-node's own endpoint. */
  subgraph: string;
  rpcUrl: string;
  deployment: Deployment;
  /** What the history's own model says. */
  expected: Expected;
};

/** What runs. Throws when the tests were not started by run.ts. */
export const shown: Shown = read();

function read(): Shown {
  const file = process.env.MANOMETER_SHOWN;
  if (file === undefined)
    throw new Error("Nothing runs that could be looked at: start with npm run browser -w e2e");
  return JSON.parse(readFileSync(file, "utf8"));
}
