import { afterEach, expect, test } from "vitest";
import { answerWith, Misbehaving } from "./Misbehaving.ts";
import { Status } from "./Status.ts";

const LAG = { network: "here", chainHead: 400, indexed: 400 };
const HEADS = {
  indexingStatuses: [
    { chains: [{ network: "here", chainHeadBlock: { number: "400" }, latestBlock: { number: "400" } }] },
  ],
};

let upstream: Misbehaving;
let status: Status;
let hashes = 0;
let atOnce = 0;
let mostAtOnce = 0;

/** graph-node's status endpoint, which tells hashes so long after they were asked for (ms), or never. */
async function start(hashAfter: number | null): Promise<void> {
  hashes = atOnce = mostAtOnce = 0;
  upstream = await Misbehaving.start(({ query, variables }, response) => {
    if (!query.includes("blockHashFromNumber")) return answerWith(response, 200, { data: HEADS });
    hashes++;
    mostAtOnce = Math.max(mostAtOnce, ++atOnce);
    response.on("close", () => atOnce--);
    const data = { blockHashFromNumber: String(variables.number) };
    if (hashAfter !== null) setTimeout(() => answerWith(response, 200, { data }), hashAfter);
  });
  status = new Status(upstream.url);
}

afterEach(async () => {
  await status.endpoint?.close();
  await upstream.stop();
});

const asked = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, number) => status.hashOf(LAG, number)));

test("hashes are asked for two at a time, since each holds a connection of graph-node's", async () => {
  await start(5);
  expect(await asked(20)).toEqual(Array.from({ length: 20 }, (_, number) => `0x${number}`));
  expect([hashes, mostAtOnce]).toEqual([20, 2]);
});

test("while the chain's node is silent none is asked for any more, and the lag is told all the same", async () => {
  await start(null);
  expect(await asked(20)).toEqual(Array(20).fill(null));
  expect(hashes).toBe(2);
  expect(await asked(20)).toEqual(Array(20).fill(null));
  expect(hashes).toBe(2);
  await expect.poll(() => status.lag("Qm1"), { timeout: 3000 }).toEqual(LAG);
});
