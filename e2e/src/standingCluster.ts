import type { TestProject } from "vitest/node";
import { Stack } from "./Stack.ts";

/** Starts a cluster in the place of the stack that StandingStack gives to the stories, once for all of them. */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const stack = await Stack.start(["--cluster", "--profile", "smoke", "--no-live"]);
  project.provide("standing", { dataDir: stack.dataDir, output: stack.output });
  return () => stack.dispose();
}
