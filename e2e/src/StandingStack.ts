import { inject } from "vitest";
import { Running } from "./Running.ts";

/** The stack that all stories share which only read: a short history that stands still. */
export class StandingStack extends Running {
  readonly dataDir: string;
  readonly output: string;

  constructor() {
    super();
    const { dataDir, output } = inject("standing");
    this.dataDir = dataDir;
    this.output = output;
  }
}

declare module "vitest" {
  export interface ProvidedContext {
    standing: { dataDir: string; output: string };
  }
}
