import { parseArgs } from "node:util";
import { attemptAt } from "./attemptAt.ts";
import { Barrage, described } from "./Barrage.ts";
import { judge } from "./judge.ts";
import { send } from "./send.ts";
import { Vocabulary } from "./Vocabulary.ts";

const { values } = parseArgs({
  options: {
    api: { type: "string", default: "http://127.0.0.1:4000" },
    replay: { type: "string" },
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "1000" },
  },
});
const url = new URL("/graphql", values.api).href;
if (values.replay === undefined) await all(Number(values.seed), Number(values.count));
else await one(...(values.replay.split(":").map(Number) as [number, number]));

/** Sends one attempt again and shows it with its reply. */
async function one(seed: number, index: number): Promise<void> {
  const attempt = attemptAt(seed, index, await Vocabulary.of(url));
  console.log(described(attempt));
  const reply = await send(attempt, new URL(url));
  console.log(JSON.stringify(reply, null, 1).slice(0, 10_000));
  console.log(judge(attempt, reply, []));
}

/** Sends the first `count` attempts of a seed. */
async function all(seed: number, count: number): Promise<void> {
  const barrage = await Barrage.on(url, seed);
  const begun = performance.now();
  await barrage.play(0, count, count);
  const seconds = (performance.now() - begun) / 1000;
  console.log(barrage.table());
  console.log(`seed ${seed}: ${count} attempts in ${seconds.toFixed(1)} s`);
  for (const { wrong, replay, attempt } of barrage.failed) console.log(`\n${wrong}\n  ${replay}\n${attempt}`);
  process.exit(barrage.failed.length === 0 ? 0 : 1);
}
