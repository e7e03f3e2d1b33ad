import { parseArgs } from "node:util";
import { fuzz } from "./run.ts";

const USAGE = "usage: npm run fuzz -w subgraph -- [--runs 100000] [--seed N]";

const { values } = parseArgs({
  options: { runs: { type: "string", default: "100000" }, seed: { type: "string", default: "1" } },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];
if (!Number.isSafeInteger(runs) || runs < 1 || !Number.isSafeInteger(seed) || seed < 0) {
  console.error(
    `--runs ${values.runs} --seed ${values.seed}: expected whole numbers, and one run at least\n${USAGE}`,
  );
  process.exit(2);
}
const begun = performance.now();
const { lawful, lawless, events } = fuzz(seed, runs);
const seconds = ((performance.now() - begun) / 1000).toFixed(1);
console.log(
  `seed ${seed}: ${lawful} lawful and ${lawless} lawless sequences, ${events} events, all right, in ${seconds} s`,
);
