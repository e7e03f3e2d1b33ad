import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { CountingProxy } from "./CountingProxy.ts";

test("hands requests on with their bodies and counts them", async () => {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    response.writeHead(201, { "x-path": request.url }).end(`got ${Buffer.concat(chunks).toString()}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const proxy = new CountingProxy(`http://127.0.0.1:${port}/subgraphs/name/manometer`);
  try {
    const url = await proxy.start();
    for (const body of ["one", "two"]) {
      const response = await fetch(url, { method: "POST", body });
      expect(response.status).toBe(201);
      expect(response.headers.get("x-path")).toBe("/subgraphs/name/manometer");
      expect(await response.text()).toBe(`got ${body}`);
    }
    expect(proxy.count).toBe(2);
  } finally {
    proxy.close();
    server.close();
  }
});

test("breaks the connection where nobody answers behind it", async () => {
  const proxy = new CountingProxy("http://127.0.0.1:9/none");
  const url = await proxy.start();
  await expect(fetch(url)).rejects.toThrow();
  proxy.close();
});
