import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { serveDashboard } from "./dashboard.ts";
import { serveGraphiql } from "./graphiql.ts";

const script = "export const pressure = 1;";
let folder: string;
let app: FastifyInstance;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "manometer-dashboard-"));
  app = Fastify();
  await serveGraphiql(app);
});

afterEach(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

async function build(): Promise<void> {
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), "<!doctype html><title>Manometer</title>");
  await writeFile(join(folder, "assets", "index-1a2b.js"), script);
  await writeFile(join(folder, "assets", "index-1a2b.js.br"), brotliCompressSync(script));
}

test("the page stands at / and at each page's address, and is asked for again each time", async () => {
  await build();
  serveDashboard(app, folder);
  for (const path of [
    "/",
    "/tasks/0xab?last=P7D",
    "/sinks/0xab",
    "/slashes",
    "/slashes/0xab",
    "/pipelines",
    "/query",
  ]) {
    const response = await app.inject(path);
    expect([path, response.statusCode, response.headers["cache-control"]]).toEqual([path, 200, "no-cache"]);
    expect(response.body).toContain("<title>Manometer</title>");
  }
  expect((await app.inject("/tasks")).statusCode).toBe(404);
});

test("a file with a hash in its name comes compressed, and may be kept for ever", async () => {
  await build();
  serveDashboard(app, folder);
  const headers = { "accept-encoding": "gzip, br" };
  const response = await app.inject({ url: "/assets/index-1a2b.js", headers });
  expect(response.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  expect(response.headers["content-encoding"]).toBe("br");
  expect(response.headers["content-type"]).toContain("javascript");
  expect(response.headers.vary).toContain("accept-encoding");
  expect(brotliDecompressSync(response.rawPayload).toString()).toBe(script);
  const plain = await app.inject("/assets/index-1a2b.js");
  expect([plain.headers["content-encoding"], plain.body]).toEqual([undefined, script]);
});

test("nothing outside the build is served", async () => {
  await build();
  await writeFile(join(folder, "secret.txt"), "secret");
  serveDashboard(app, folder);
  for (const path of [
    "/assets/..%2fsecret.txt",
    "/assets/%2e%2e/secret.txt",
    "/secret.txt",
    "/assets/none.js",
  ]) {
    const response = await app.inject(path);
    expect([path, response.statusCode >= 400]).toEqual([path, true]);
    expect(response.body).not.toBe("secret");
  }
});

test("without a build / leads to GraphiQL", async () => {
  serveDashboard(app, folder);
  const response = await app.inject("/");
  expect([response.statusCode, response.headers.location]).toEqual([302, "/graphql"]);
});
