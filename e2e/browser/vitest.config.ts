import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What mines blocks goes last: until then the history is what its model says. */
class StillFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const moves = ({ moduleId }: TestSpecification): number => Number(moduleId.endsWith("/live.test.ts"));
    return files.toSorted((one, other) => moves(one) - moves(other));
  }
}

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  test: {
    include: ["**/*.test.ts"],
    fileParallelism: false,
    sequence: { sequencer: StillFirst },
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
