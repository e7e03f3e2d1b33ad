import { defineConfig } from "vitest/config";

export default defineConfig({
  // The one file of graphql that Node gives everyone: a second copy would not know the first one's types.
  resolve: { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  test: { include: ["src/**/*.test.ts"], testTimeout: 120_000, hookTimeout: 120_000 },
});
