import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Deployment } from "@manometer/contracts/deployment";
import { type LiveEvent, runLive } from "./live.ts";
import { profileOf } from "./profile.ts";
import { runScenario } from "./run.ts";

const USAGE = `usage: node scenario/src/main.ts --rpc URL --deployment FILE --start SECONDS
         [--profile week|smoke] [--seed N] [--out FILE] [--live]`;

const { values } = parseArgs({
  options: {
    rpc: { type: "string" },
    deployment: { type: "string" },
    start: { type: "string" },
    profile: { type: "string", default: "week" },
    seed: { type: "string", default: "1" },
    out: { type: "string" },
    live: { type: "boolean", default: false },
  },
});
const { rpc, deployment: file, start } = values;
if (rpc === undefined || file === undefined || start === undefined) {
  console.error(USAGE);
  process.exit(2);
}
const [seed, chainStart] = [Number(values.seed), Number(start)];
if (!Number.isInteger(seed) || !Number.isInteger(chainStart)) {
  console.error(`--seed ${values.seed} and --start ${start}: expected whole numbers\n${USAGE}`);
  process.exit(2);
}
const deployment = JSON.parse(readFileSync(file, "utf8")) as Deployment;
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
const expected = await runScenario({
  rpcUrl: rpc,
  deployment,
  profile: profileOf(values.profile).name,
  seed,
  start: chainStart,
  signal: stop.signal,
  onProgress: (done, total) => console.error(`${done}/${total} transactions`),
});
const text = JSON.stringify(expected, null, 2);
if (values.out === undefined) console.log(text);
else writeFileSync(values.out, text);

const onEvent = ({ kind, by, block, error }: LiveEvent) =>
  console.error(`block ${block}: ${kind} by ${by}${error === null ? "" : ` failed: ${error}`}`);
if (values.live) {
  await runLive({ rpcUrl: rpc, deployment, seed: expected.seed, onEvent, signal: stop.signal });
}
