import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { trees } from "../scripts/trees.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));

describe("the trees beside the tests", () => {
  const expected = trees();

  it("are one for each subject and no other", () => {
    assert.deepEqual(new Set(globSync("**/*.tree", { cwd: folder })), new Set(expected.keys()));
  });

  for (const [path, text] of expected) {
    it(`${path} tells its tests: npm run trees -w contracts writes it anew`, () => {
      assert.equal(readFileSync(`${folder}/${path}`, "utf8"), text);
    });
  }
});
