import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { moveAll } from "./moveAll.ts";

it("moves all, or none", () => {
  const root = mkdtempSync(join(tmpdir(), "manometer-test-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const at = (name: string) => join(root, name);
  for (const name of ["a", "b"]) writeFileSync(at(name), name);
  const swap: [string, string][] = [
    [at("a"), at("old")],
    [at("b"), at("a")],
  ];
  expect(() => moveAll([...swap, [at("none"), at("c")]])).toThrow("ENOENT");
  expect(readdirSync(root)).toEqual(["a", "b"]);
  moveAll(swap);
  expect(readdirSync(root)).toEqual(["a", "old"]);
});
