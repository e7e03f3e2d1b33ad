import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { createServer } from "./server.ts";
import { answerWith, Misbehaving } from "./subgraph/Misbehaving.ts";

const ANSWERS = 300;
const PASSING_BYTES = 16 * 1024;
/** What clients and servers may hold beside the answers; blocks that the answers were cut from would weigh many times it. */
const SLACK_BYTES = 1024 * 1024;

test("answers that are kept weigh what /metrics tells, whatever else passes through memory", async () => {
  const block = { number: 7, hash: "0x07", timestamp: 107 };
  const node = await Misbehaving.start(async ({ query }, response) => {
    const isMeta = query.includes("_meta");
    const meta = { _meta: { block, deployment: "Qm" } };
    answerWith(response, 200, { data: isMeta ? meta : { sinks: [{ stake: "1", __typename: "Sink" }] } });
  });
  const app = await createServer(readConfig({ SUBGRAPH_URL: node.url, LOG_LEVEL: "silent" }));
  const ask = async (alias: string) => {
    const response = await app.inject({
      method: "POST",
      url: "/graphql",
      payload: { query: `{ ${alias}: sinks { stake } }` },
    });
    expect(response.json().data).toHaveProperty(alias);
    Buffer.from("x".repeat(PASSING_BYTES));
  };
  const kept = async () =>
    Number(/^manometer_cache_bytes (\d+)$/m.exec((await app.inject("/metrics")).body)?.[1]);

  for (let first = 0; first < 20; first++) await ask(`warm${first}`);
  const [before, keptBefore] = [buffersHeld(), await kept()];
  for (let at = 0; at < ANSWERS; at++) await ask(`a${at}`);
  const [after, keptAfter] = [buffersHeld(), await kept()];

  expect(keptAfter - keptBefore).toBeGreaterThan(ANSWERS * 100);
  expect(after - before).toBeLessThan(keptAfter - keptBefore + SLACK_BYTES);
  await app.close();
  await node.stop();
}, 60_000);

/** Bytes of all buffers that something still holds. */
function buffersHeld(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  for (let round = 0; round < 3; round++) collect();
  return process.memoryUsage().arrayBuffers;
}
