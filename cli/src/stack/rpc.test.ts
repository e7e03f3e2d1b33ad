import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { existingChain } from "./Chain.ts";
import { startIpfs } from "./Ipfs.ts";
import { freePort } from "./ports.ts";
import { graphql, rpc } from "./rpc.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server that answers every request with this body. */
async function serve(body: string, status = 200): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(status).end(body));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it("gives the result of a call", async () => {
  const url = await serve('{"jsonrpc":"2.0","id":1,"result":"0x7a69"}');
  expect(await rpc(url, "eth_chainId", [])).toBe("0x7a69");
});

it.each([
  ["the server's error", '{"error":{"code":-32601,"message":"no such method"}}', "eth_x: no such method"],
  ["a page instead of JSON", "<html>", "HTTP 404, not JSON"],
  ["a text instead of an object", '"hello"', "eth_x: not a JSON-RPC answer"],
  ["an object of another kind", "{}", "eth_x: not a JSON-RPC answer"],
])("throws one line on %s", async (_what, body, message) => {
  await expect(rpc(await serve(body, 404), "eth_x", [])).rejects.toThrow(message);
});

it("throws the first error of a GraphQL answer", async () => {
  const url = await serve('{"data":null,"errors":[{"message":"no such field"}]}');
  await expect(graphql(url, "{ x }", {})).rejects.toThrow("no such field");
});

it("says which RPC does not answer, why, and what to do", async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  await expect(existingChain("sepolia", url)).rejects.toMatchObject({
    message: expect.stringMatching(
      `^the RPC ${url} \\(--rpc\\) does not answer as an Ethereum node: .*ECONNREFUSED`,
    ),
    advice: "check the URL and that the node runs",
  });
});

it("keeps the key of an RPC that does not answer to itself", async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const error = await existingChain("sepolia", `${url}/v3/secret?key=secret`).catch(
    (reason: unknown) => reason,
  );
  expect(String(error)).toContain(`the RPC ${url}/… (--rpc) does not answer`);
  expect(String(error)).not.toContain("secret");
});

it("does not take a chain without block 0 for one", async () => {
  const url = await serve('{"jsonrpc":"2.0","id":1,"result":null}');
  await expect(existingChain("sepolia", url)).rejects.toThrow(/it has no block 0/);
});

it("answers graph-node's question for IPFS with 412", async () => {
  const { status } = await fetch(`${await startIpfs()}/ipfs/QmZ4tDuvesekSs4qM5ZBKpXiZGun7S2CYtEZRB3DYXkjGx`, {
    method: "HEAD",
  });
  expect(status).toBe(412);
});
