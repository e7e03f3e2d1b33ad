import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts"],
    testTimeout: 60_000,
    setupFiles: ["properties/count.ts"],
    globalSetup: ["properties/total.ts"],
  },
});
