import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts"],
    setupFiles: ["properties/count.ts"],
    globalSetup: ["properties/total.ts"],
  },
});
