import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, expect, it } from "vitest";
import { uploadBuild } from "./ipfs.ts";

const MANIFEST = `schema:
  file: schema.graphql
dataSources:
  - mapping:
      file: A/A.wasm
      abis: [{ name: A, file: A/A.json }]
templates:
  - mapping:
      file: A/A.wasm
`;

let root: string;
let server: Server;
let url: string;
let isFull = false;
const added = new Map<string, string>();

// An IPFS node needs a network of them; what it is sent can be told from the request, and a hash of the content is
// what it answers with.
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "manometer-test-"));
  mkdirSync(join(root, "A"));
  for (const name of ["schema.graphql", "A/A.wasm", "A/A.json"]) writeFileSync(join(root, name), name);
  server = createServer(async (request, response) => {
    const headers = { "content-type": request.headers["content-type"] ?? "" };
    const form = await new Response(await buffer(request), { headers }).formData();
    const file = form.get("file") as File;
    const text = await file.text();
    const hash = `Qm${createHash("sha256").update(text).digest("hex").slice(0, 20)}`;
    if (isFull) return response.writeHead(500).end("no space left");
    added.set(hash, text);
    response.end(`${JSON.stringify({ Name: file.name, Hash: hash, Size: "1" })}\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  isFull = false;
  added.clear();
  server.close();
  rmSync(root, { recursive: true });
});

it("adds every file once and a manifest that names them by their hashes, and gives that one's", async () => {
  const hash = await uploadBuild(url, { build: root, manifest: MANIFEST, hash: "" });
  const named = [...(added.get(hash) ?? "").matchAll(/"?\/"?: (\/ipfs\/\w+)/g)].map(([, path]) => path);
  const files = named.map((path) => added.get(path?.replace("/ipfs/", "") ?? ""));
  expect(files).toEqual(["schema.graphql", "A/A.wasm", "A/A.json", "A/A.wasm"]);
  expect(added.size).toBe(4);
});

it("says what an IPFS node answers that does not take a file, or that there is none", async () => {
  isFull = true;
  const build = { build: root, manifest: MANIFEST, hash: "" };
  await expect(uploadBuild(url, build)).rejects.toThrow(
    /did not take schema.graphql: HTTP 500: no space left/,
  );
  await expect(uploadBuild("http://127.0.0.1:9", build)).rejects.toThrow(/did not take schema.graphql/);
});
