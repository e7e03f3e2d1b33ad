import { rmSync, writeFileSync } from "node:fs";
import { Interrupted, interrupts } from "../interrupt.ts";
import type { ProfileName } from "../options.ts";
import { DataDir } from "../stack/DataDir.ts";
import { localWorld } from "../stack/localWorld.ts";
import { Progress } from "../stack/Progress.ts";
import { Supervisor } from "../stack/Supervisor.ts";

const SEED = 20_261_122;
const NETWORKS = "networks.json";

/**
 * The service `chain` of docker-compose.yml: the local chain of `manometer up` alone, at HOST and PORT, with the history
 * PROFILE. When that is played, networks.json in FOLDER says where the contracts are; then it goes on live.
 */
async function main(): Promise<void> {
  const { HOST = "127.0.0.1", PORT = "8545", PROFILE = "smoke", FOLDER = "/chain" } = process.env;
  const progress = new Progress(process.stdout);
  const dataDir = DataDir.open(FOLDER);
  rmSync(dataDir.file(NETWORKS), { force: true });
  const stack = new Supervisor(dataDir.file("processes.json"));
  const { stop } = interrupts((text) => progress.note(text));
  stop.addEventListener("abort", () => stack.fail(stop.reason));
  const source = { kind: "local", profile: profileOf(PROFILE), seed: SEED, isLive: true } as const;
  const run = async () => {
    const means = { stack, dataDir, progress, taken: new Set<number>() };
    const world = await localWorld(means, source, { host: HOST, port: Number(PORT) });
    await world.play();
    writeFileSync(dataDir.file(NETWORKS), JSON.stringify({ [world.chain.network]: world.sources }, null, 2));
    progress.ready(world.chain.url, [`contracts in ${dataDir.file(NETWORKS)}`]);
    await world.live?.();
    return await stack.over;
  };
  try {
    await stack.guard(run());
  } finally {
    await stack.stop();
    dataDir.release();
  }
}

function profileOf(text: string): ProfileName {
  if (text === "week" || text === "smoke" || text === "none") return text;
  throw new Error(`PROFILE is ${JSON.stringify(text)}: it must be smoke, week or none`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Interrupted)) {
    process.stderr.write(`chain: ${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}
process.exit();
