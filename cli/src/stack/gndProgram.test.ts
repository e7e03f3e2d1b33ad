import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { gndProgram } from "./gndProgram.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "manometer-test-"));
  writeFileSync(join(root, "gnd"), "#!/bin/sh\n");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it("finds gnd in the PATH where no package brings it", () => {
  chmodSync(join(root, "gnd"), 0o755);
  expect(gndProgram("sunos-sparc", `/no/such/folder:${root}`)).toBe(join(root, "gnd"));
});

it("says what to do on a platform that has neither", () => {
  chmodSync(join(root, "gnd"), 0o644);
  let error: unknown;
  try {
    gndProgram("sunos-sparc", root);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({
    message: expect.stringContaining("graph-node for sunos-sparc is missing"),
    advice: expect.stringMatching(/npm ci.*graph node install.*docker compose/),
  });
});
