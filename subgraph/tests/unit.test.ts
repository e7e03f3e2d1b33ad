import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from "vitest";
import { compile } from "./host/compile.ts";
import { Schema } from "./host/Schema.ts";
import { type Group, testsOf } from "./host/TestModule.ts";

const unit = new URL("unit/", import.meta.url);
const files = readdirSync(unit)
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => fileURLToPath(new URL(name, unit)));

hand(testsOf(await compile(files), Schema.read()));

/** Gives the tests of matchstick-as to Vitest. */
function hand({ tests, groups, hooks }: Group): void {
  for (const hook of hooks.beforeAll) beforeAll(hook);
  for (const hook of hooks.beforeEach) beforeEach(hook);
  for (const hook of hooks.afterEach) afterEach(hook);
  for (const hook of hooks.afterAll) afterAll(hook);
  for (const { name, run } of tests) test(name, run);
  for (const group of groups) describe(group.name, () => hand(group));
}
