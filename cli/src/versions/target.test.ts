import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { DeployOptions } from "../deployOptions.ts";
import { place, targetOf } from "./target.ts";

it("makes no data directory for a graph-node that would read the build from it", async () => {
  const root = mkdtempSync(join(tmpdir(), "manometer-test-"));
  const dataDir = join(root, "data");
  const url = "http://127.0.0.1:9";
  const at = { adminUrl: url, statusUrl: url, network: "base-sepolia", networks: null, ipfs: null };
  const options: DeployOptions = { dataDir, at, build: null, isRollback: false, isWaiting: true, keep: 1 };
  await expect(place(options, targetOf(options))).rejects.toMatchObject({
    message: `there is no folder ${dataDir} that graph-node could read the build from`,
    advice: expect.stringMatching(/--ipfs.*--data-dir/),
  });
  expect(existsSync(dataDir)).toBe(false);
  mkdirSync(dataDir);
  expect(await place(options, targetOf(options))).toMatch(/^manometer-[0-9a-f]{16}$/);
  rmSync(root, { recursive: true });
});
