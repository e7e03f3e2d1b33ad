import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type FreshChain, freshChain } from "@manometer/scenario/freshChain";
import { numberToHex } from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { topicsOf } from "./chainLog.ts";
import { scanLogs } from "./logScan.ts";
import { type Call, Rpc, RpcError } from "./Rpc.ts";

let chain: FreshChain;
let server: Server;
beforeAll(async () => {
  chain = await freshChain(1_800_000_000);
});
afterAll(() => chain?.stop());
afterEach(() => server.close());

type Message = { id: number; method: string; params: { fromBlock: string; toBlock: string }[] };

/** A gateway before the real node: `turnAway` answers what it does not let through. */
async function gateway(turnAway: (text: string, response: ServerResponse) => boolean): Promise<Rpc> {
  server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", async () => {
      const body = Buffer.concat(chunks).toString("utf8");
      if (turnAway(body, response)) return;
      const headers = { "content-type": "application/json" };
      const answer = await fetch(chain.rpcUrl, { method: "POST", headers, body });
      response.end(await answer.text());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return new Rpc(`http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`);
}

const refuse = (response: ServerResponse, id: number, code: number, message: string): true => {
  response.end(JSON.stringify({ jsonrpc: "2.0", id, error: { code, message } }));
  return true;
};

describe("a busy node", () => {
  it.each([429, 503])("that answers HTTP %i is asked again", async (status) => {
    let turns = 0;
    const rpc = await gateway((_text, response) => {
      if (++turns > 2) return false;
      response.writeHead(status, { "retry-after": "0" }).end();
      return true;
    });
    expect(await rpc.call("eth_chainId")).toBe("0x7a69");
    expect(turns).toBe(3);
  });

  it("is given up after five times", async () => {
    let turns = 0;
    const rpc = await gateway((_text, response) => {
      turns++;
      response.writeHead(429, { "retry-after": "0" }).end();
      return true;
    });
    await expect(rpc.call("eth_chainId")).rejects.toThrow(/answered HTTP 429 \(asked 5 times\)/);
    expect(turns).toBe(5);
  });

  it("that limits by JSON-RPC is asked again, and one that refuses is not", async () => {
    let turns = 0;
    const rpc = await gateway((text, response) => {
      const { id, method } = JSON.parse(text) as Message;
      if (method === "eth_gasPrice") return refuse(response, id, -32_601, "no such method");
      return ++turns === 1 && refuse(response, id, -32_005, "limit exceeded");
    });
    expect(await rpc.call("eth_chainId")).toBe("0x7a69");
    const refusal = await rpc.call("eth_gasPrice").catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(RpcError);
    expect(refusal).toMatchObject({
      code: -32_601,
      message: expect.stringMatching(/refused eth_gasPrice: no such method/),
    });
  });

  it("that speaks no JSON-RPC is named", async () => {
    const rpc = await gateway((_text, response) => {
      response.end("<html>");
      return true;
    });
    await expect(rpc.call("eth_chainId")).rejects.toThrow(/does not speak JSON-RPC: it answered <html>/);
  });
});

describe("many calls", () => {
  it("are answered in their order, a hundred in a request", async () => {
    const sizes: number[] = [];
    const rpc = await gateway((text) => {
      const messages: unknown = JSON.parse(text);
      sizes.push(Array.isArray(messages) ? messages.length : 1);
      return false;
    });
    const calls = Array.from(
      { length: 250 },
      (_, i): Call => ["eth_getBlockByNumber", numberToHex(i % 30), false],
    );
    const blocks = (await rpc.all(calls)) as { number: string }[];
    expect(blocks.map(({ number }) => Number(number))).toEqual(calls.map((_, i) => i % 30));
    expect(sizes.toSorted((a, b) => a - b)).toEqual([50, 100, 100]);
  });
});

describe("a scan of logs", () => {
  it("halves the ranges that a node refuses, and finds the same", async () => {
    const { contracts } = chain.deployment;
    const address = [contracts.StakeManager.address, contracts.CapacityRegistry.address];
    const filter = { address, topics: [topicsOf("ParamUpdated")] };
    const range = { from: 0, to: 35 };
    const whole = await scanLogs(new Rpc(chain.rpcUrl), filter, range);
    expect(whole.length).toBeGreaterThan(5);

    const widths: number[] = [];
    const narrow = await gateway((text, response) => {
      const { id, params } = JSON.parse(text) as Message;
      const width = Number(params[0]?.toBlock) - Number(params[0]?.fromBlock) + 1;
      if (width > 5) return refuse(response, id, -32_000, "block range is too wide");
      widths.push(width);
      return false;
    });
    const progress: number[] = [];
    expect(await scanLogs(narrow, filter, range, (done) => progress.push(done))).toEqual(whole);
    expect(widths.reduce((sum, width) => sum + width, 0)).toBe(36);
    expect(progress.at(-1)).toBe(36);
  });

  it("ends when a single block is refused", async () => {
    const rpc = await gateway((text, response) =>
      refuse(response, (JSON.parse(text) as Message).id, -32_000, "no"),
    );
    const filter = { address: [], topics: [] };
    await expect(scanLogs(rpc, filter, { from: 3, to: 10 })).rejects.toThrow(/refused eth_getLogs: no/);
  });
});
