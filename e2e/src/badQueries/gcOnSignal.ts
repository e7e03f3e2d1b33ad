import { writeFileSync } from "node:fs";

// Loaded into an API that is watched: it clears its memory when told to, and says what is left.
process.on("SIGUSR2", () => {
  globalThis.gc?.();
  globalThis.gc?.();
  writeFileSync(process.env.MEMORY_FILE as string, JSON.stringify(process.memoryUsage()));
});
