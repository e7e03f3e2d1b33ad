import { defineConfig } from "vitest/config";

const project = { fileParallelism: false, testTimeout: 60_000, hookTimeout: 180_000 };

export default defineConfig({
  test: {
    projects: [
      // They only read, so one stack is enough for all of them.
      {
        test: {
          ...project,
          name: "standing",
          include: ["test/standing/*.test.ts"],
          globalSetup: ["src/standing.ts"],
        },
      },
      // Each has a stack of its own, and one alone leaves two cores idle for 40 % of the time.
      {
        test: { ...project, name: "own", include: ["test/*.test.ts"], fileParallelism: true, maxWorkers: 2 },
      },
      {
        test: {
          ...project,
          name: "faults",
          include: ["faults/*.test.ts"],
          globalSetup: ["src/faultRun.ts"],
        },
      },
      // The same stories, told of a cluster.
      {
        test: {
          ...project,
          name: "standing-cluster",
          include: ["test/standing/{story,streams,errors}.test.ts", "cluster/standing/*.test.ts"],
          globalSetup: ["src/standingCluster.ts"],
        },
      },
      { test: { ...project, hookTimeout: 400_000, name: "cluster", include: ["cluster/*.test.ts"] } },
    ],
  },
});
