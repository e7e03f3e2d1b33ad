import { writeFileSync } from "node:fs";

// Loaded into an API that is watched: it clears its memory when told to, and says what is left. A plain collection leaves
// the pages of what it has freed with the process, as room to grow; the last resort gives them back to the system.
process.on("SIGUSR2", () => {
  globalThis.gc?.({ type: "major", execution: "sync", flavor: "last-resort" });
  const peak = process.resourceUsage().maxRSS * 1024;
  writeFileSync(process.env.MEMORY_FILE as string, JSON.stringify({ ...process.memoryUsage(), peak }));
});
