import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Deployment } from "@manometer/contracts/deployment.ts";
import { profileOf } from "./profile.ts";
import { runScenario } from "./run.ts";

const USAGE = `usage: node scenario/src/main.ts --rpc URL --deployment FILE --start SECONDS
         [--profile week|smoke] [--seed N] [--out FILE]`;

const { values } = parseArgs({
  options: {
    rpc: { type: "string" },
    deployment: { type: "string" },
    start: { type: "string" },
    profile: { type: "string", default: "week" },
    seed: { type: "string", default: "1" },
    out: { type: "string" },
  },
});
const { rpc, deployment: file, start } = values;
if (rpc === undefined || file === undefined || start === undefined) {
  console.error(USAGE);
  process.exit(2);
}
const expected = await runScenario({
  rpcUrl: rpc,
  deployment: JSON.parse(readFileSync(file, "utf8")) as Deployment,
  profile: profileOf(values.profile).name,
  seed: Number(values.seed),
  start: Number(start),
  onProgress: (done, total) => console.error(`${done}/${total} transactions`),
});
const text = JSON.stringify(expected, null, 2);
if (values.out === undefined) console.log(text);
else writeFileSync(values.out, text);
