import type { Deployment } from "@manometer/contracts/deployment";
import type { Expected } from "@manometer/scenario/expected";
import type { TestProject } from "vitest/node";
import { History } from "../src/History.ts";
import { subgraphUrl } from "../src/places.ts";
import { chromiumPath, hasChromium } from "./chromium.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The API's origin, e.g. http://127.0.0.1:4000. */
    origin: string;
    /** graph-node's own endpoint. */
    subgraph: string;
    rpcUrl: string;
    deployment: Deployment;
    expected: Expected;
  }
}

/** Plays a short history on a chain of its own, and indexes and serves it for all browser tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!hasChromium)
    throw new Error(`There is no Chromium at ${chromiumPath}: install it, or set CHROMIUM to its path`);
  const history = await History.play();
  const stack = await history.index().catch(async (error: unknown) => {
    await history.close();
    throw error;
  });
  project.provide("origin", new URL(stack.url).origin);
  project.provide("subgraph", subgraphUrl(stack));
  project.provide("rpcUrl", history.rpcUrl);
  project.provide("deployment", history.chain.deployment);
  project.provide("expected", history.expected);
  return async () => {
    await stack.dispose();
    await history.close();
  };
}
