import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/*.test.ts", "tests/host/*.test.ts", "tests/fuzz/*.test.ts"],
    globalSetup: ["tests/postgres.ts"],
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 180_000,
  },
});
