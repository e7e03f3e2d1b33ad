import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_POLICY } from "@manometer/analytics/audit/Policy";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { createServer } from "../server.ts";
import { policyFrom } from "./policyFile.ts";

let folder: string;
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "manometer-policy-"));
  await writeFile(file("good.json"), JSON.stringify({ ...DEFAULT_POLICY, maxShareBps: 500 }));
  await writeFile(file("bad.json"), JSON.stringify({ ...DEFAULT_POLICY, maxShareBps: 0 }));
  await writeFile(file("none.json"), "{");
});

afterAll(() => rm(folder, { recursive: true }));

test("without a file the policy that comes along holds, else the file's", () => {
  expect(policyFrom(null)).toBe(DEFAULT_POLICY);
  expect(policyFrom(file("good.json"))).toEqual({ ...DEFAULT_POLICY, maxShareBps: 500 });
});

test.each([
  ["missing.json", "ENOENT"],
  ["none.json", "JSON"],
  ["bad.json", "maxShareBps is 0: it must be an integer from 1 to 10000"],
])("%s stops the start with one line that names AUDIT_POLICY", async (name, why) => {
  const config = readConfig({ AUDIT_POLICY: file(name), LOG_LEVEL: "silent" });
  const error = await createServer(config).then(() => null, String);
  expect(error).toContain(`AUDIT_POLICY is ${JSON.stringify(file(name))}`);
  expect(error).toContain(why);
  expect(error?.split("\n")).toHaveLength(1);
});
