import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { type AuditRecord, recordOf } from "@manometer/analytics/audit/AuditRecord";
import { DEFAULT_POLICY } from "@manometer/analytics/audit/Policy";
import { expect, test } from "vitest";
import { NodeWitness } from "./NodeWitness.ts";

const account = `0x${"51".repeat(20)}` as const;
const contracts = {
  stakeManager: account,
  capacityRegistry: account,
  backpressurePool: account,
  escrowBuffer: account,
} as const;

function recordAt(blockNumber: number): AuditRecord {
  const place = {
    contract: account,
    blockNumber,
    logIndex: 0,
    transactionHash: `0x${"5c".repeat(32)}`,
  } as const;
  const slashed = { event: "Slashed", sink: account, amount: "1", reason: `0x${"00".repeat(32)}` } as const;
  const subject = { ...place, ...slashed, timestamp: 1, transactionFrom: account } as const;
  return recordOf({ subject, logs: [], contracts, policy: DEFAULT_POLICY, headBlock: blockNumber });
}

test("a node that nobody reaches leaves the index its word, in time, and no key in the log", async () => {
  const warnings: string[] = [];
  const witness = new NodeWitness("http://127.0.0.1:9/secret-key", 300);
  const before = performance.now();
  const testimonies = await witness.testify([recordAt(7), recordAt(8)], DEFAULT_POLICY, (why) =>
    warnings.push(why),
  );
  expect(performance.now() - before).toBeLessThan(2000);
  expect(testimonies).toHaveLength(2);
  for (const testimony of testimonies) {
    expect(testimony).toEqual({ findings: null, reason: expect.stringContaining("did not answer in time") });
  }
  expect(warnings.join()).not.toContain("secret-key");
});

test("a node that never answers is asked once, and then left alone for a while", async () => {
  let asked = 0;
  await withServer(
    () => {
      asked++;
    },
    async (url) => {
      const witness = new NodeWitness(url, 200);
      await witness.testify([recordAt(7)], DEFAULT_POLICY, () => {});
      const [testimony] = await witness.testify([recordAt(7)], DEFAULT_POLICY, () => {});
      expect(testimony?.findings).toBeNull();
    },
  );
  expect(asked).toBe(1);
});

test("what is no node is told from one that is silent", async () => {
  const warnings: string[] = [];
  await withServer(
    (_request, response) => response.end("<html>"),
    async (url) => {
      const [testimony] = await new NodeWitness(url, 5000).testify([recordAt(7)], DEFAULT_POLICY, (why) =>
        warnings.push(why),
      );
      expect(testimony).toEqual({ findings: null, reason: expect.stringContaining("cannot say it") });
    },
  );
  expect(warnings).toEqual([expect.stringContaining("RPC_URL does not speak JSON-RPC")]);
});

async function withServer(answer: RequestListener, use: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  try {
    await use(`http://127.0.0.1:${port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
