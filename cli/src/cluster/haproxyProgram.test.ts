import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { haproxyProgram } from "./haproxyProgram.ts";

it("finds the program in a folder of PATH", () => {
  const folder = mkdtempSync(join(tmpdir(), "manometer-haproxy-"));
  const program = join(folder, "haproxy");
  writeFileSync(program, "#!/bin/sh\n");
  try {
    expect(() => haproxyProgram(folder, [])).toThrow("HAProxy");
    chmodSync(program, 0o755);
    expect(haproxyProgram(`/no/such/folder:${folder}`, [])).toBe(program);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it("says what to do when there is none", () => {
  expect(() => haproxyProgram("/no/such/folder", [])).toThrow(
    expect.objectContaining({ advice: expect.stringContaining("apt-get install haproxy") }),
  );
});
