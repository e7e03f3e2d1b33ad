import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { measure } from "./load.ts";

test("asks something new each time, and counts refusals apart from answers", async () => {
  const asked = new Set<string>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    asked.add(body);
    const isRefused = asked.size % 2 === 0;
    response.end(JSON.stringify(isRefused ? { errors: [{ message: "no" }] } : { data: body }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  let n = 0;
  try {
    const url = `http://127.0.0.1:${port}/graphql`;
    const next = () => ({ query: "{ n }", variables: { n: n++ } });
    const figures = await measure({ url, connections: 2, seconds: 1, next, cpu: null });

    expect(asked.size).toBeGreaterThan(figures.requests);
    expect(figures.requests).toBeGreaterThan(10);
    expect(figures.errors / figures.requests).toBeCloseTo(1, 0);
    expect(figures.p50).toBeGreaterThan(0);
    expect(figures.p99).toBeGreaterThanOrEqual(figures.p50 ?? Number.POSITIVE_INFINITY);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}, 20_000);
