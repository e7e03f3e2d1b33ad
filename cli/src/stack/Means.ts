import type { DataDir } from "./DataDir.ts";
import type { Progress } from "./Progress.ts";
import type { Supervisor } from "./Supervisor.ts";

/** What every part of the stack is started with. */
export type Means = {
  stack: Supervisor;
  dataDir: DataDir;
  progress: Progress;
  /** The ports given away so far. */
  taken: Set<number>;
};
