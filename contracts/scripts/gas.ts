import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

// the measure needs Hardhat's test runner, which hands on the environment but no arguments
const { status } = spawnSync("hardhat", ["test", "nodejs", "test/gas.test.ts"], {
  cwd: fileURLToPath(new URL("..", import.meta.url)),
  env: { ...process.env, MANOMETER_GAS: "write" },
  stdio: "inherit",
});
process.exitCode = status ?? 1;
