import { readFileSync } from "node:fs";

// Preloaded into a process: SIGUSR2 sets its clock by as many milliseconds as stand in the file CLOCK_OFFSET_FILE.
// As when a machine's clock is set, timers and performance.now() go on as they did.
const file = process.env.CLOCK_OFFSET_FILE;
if (file === undefined)
  throw new Error("CLOCK_OFFSET_FILE is not set: name the file with the clock's offset");
const Real = Date;
let offset = 0;

class Shifted extends Real {
  constructor(...args: [] | [string | number | Date]) {
    if (args.length === 0) super(Shifted.now());
    else super(...args);
  }

  static override now(): number {
    return Real.now() + offset;
  }
}

globalThis.Date = new Proxy(Shifted, {
  // without `new` it is text
  apply: () => new Shifted().toString(),
}) as DateConstructor;
process.on("SIGUSR2", () => {
  offset = Number(readFileSync(file, "utf8"));
});
