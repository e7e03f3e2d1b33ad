import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

test("without variables the defaults hold, on the loopback address", () => {
  expect(readConfig({})).toEqual({
    port: 4000,
    host: "127.0.0.1",
    isHanded: false,
    subgraphUrl: "http://127.0.0.1:8000/subgraphs/name/manometer",
    subgraphApiKey: null,
    statusUrl: null,
    logLevel: "info",
    finalityBlocks: 10,
    readyMaxLagBlocks: 50,
    cacheMegabytes: 64,
    rateLimit: 0,
    trustProxy: 0,
    corsOrigins: [],
    introspection: true,
    liveClients: 1000,
    liveSubscriptions: 50,
    exports: 4,
    rawFacts: 5000,
    mostHours: 5000,
    superTokens: [],
    auditPolicy: null,
    rpcUrl: null,
  });
});

test("an empty variable counts as unset, others are taken", () => {
  const config = readConfig({ PORT: "0", STATUS_URL: "", LOG_LEVEL: "silent", FINALITY_BLOCKS: "64" });
  expect(config).toMatchObject({ port: 0, statusUrl: null, logLevel: "silent", finalityBlocks: 64 });
});

test("SuperTokens are a list of addresses, in lower case", () => {
  const [a, b] = [`0x${"aB".repeat(20)}`, `0x${"12".repeat(20)}`];
  expect(readConfig({ SUPER_TOKENS: `${a},${b}` }).superTokens).toEqual([a.toLowerCase(), b]);
});

test.each([
  ["127.0.0.1", undefined, 0],
  ["localhost", undefined, 0],
  ["::1", undefined, 0],
  ["0.0.0.0", undefined, 600],
  ["127.0.0.1", "60", 60],
  ["0.0.0.0", "0", 0],
])("on %s with RATE_LIMIT=%s an address may send %i requests a minute", (HOST, RATE_LIMIT, expected) => {
  expect(readConfig({ HOST, RATE_LIMIT }).rateLimit).toBe(expected);
});

test("proxies are a number or addresses, origins are a list, a flag is true or false", () => {
  expect(readConfig({ TRUST_PROXY: "2" }).trustProxy).toBe(2);
  const TRUST_PROXY = "10.0.0.0/8,::1";
  const CORS_ORIGINS = "https://a.example,http://127.0.0.1:3000";
  expect(readConfig({ TRUST_PROXY, CORS_ORIGINS, INTROSPECTION: "false", CACHE_MB: "0" })).toMatchObject({
    trustProxy: ["10.0.0.0/8", "::1"],
    corsOrigins: ["https://a.example", "http://127.0.0.1:3000"],
    introspection: false,
    cacheMegabytes: 0,
  });
});

test("a bad key stops the start, and its text is not repeated", () => {
  const start = () => readConfig({ SUBGRAPH_API_KEY: "s3cret\nkey" });
  expect(start).toThrow(/^SUBGRAPH_API_KEY is not usable: it must be the key of the gateway/);
  expect(start).not.toThrow(/s3cret/);
});

test.each([
  ["TRUST_PROXY", "true"],
  ["TRUST_PROXY", "10.0.0.0/33"],
  ["CORS_ORIGINS", "example.org"],
  ["CORS_ORIGINS", "https://example.org/"],
  ["INTROSPECTION", "yes"],
  ["RATE_LIMIT", "-1"],
  ["CACHE_MB", "lots"],
])("%s=%s is refused", (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(`${name} is ${JSON.stringify(value)}: it must be `);
});

test.each([
  [
    "SUPER_TOKENS",
    "0x12",
    'SUPER_TOKENS is "0x12": it must be addresses of SuperTokens that wrap the buffers\' token of 18 decimals, separated by commas, or unset.',
  ],
  ["PORT", "4000x", 'PORT is "4000x": it must be an integer from 0 to 65535 (0: any free port).'],
  ["PORT", "65536", 'PORT is "65536": it must be an integer from 0 to 65535 (0: any free port).'],
  ["PORT", "1.5", 'PORT is "1.5": it must be an integer from 0 to 65535 (0: any free port).'],
  [
    "SUBGRAPH_URL",
    "ftp://x/y",
    'SUBGRAPH_URL is "ftp://x/y": it must be the http or https URL of a subgraph\'s GraphQL endpoint.',
  ],
  [
    "STATUS_URL",
    "nowhere",
    'STATUS_URL is "nowhere": it must be the http or https URL of graph-node\'s status endpoint, or unset.',
  ],
  [
    "LOG_LEVEL",
    "loud",
    'LOG_LEVEL is "loud": it must be one of trace, debug, info, warn, error, fatal, silent.',
  ],
  [
    "FINALITY_BLOCKS",
    "-1",
    'FINALITY_BLOCKS is "-1": it must be an integer from 0 to 1000000 (blocks behind the chain\'s head).',
  ],
])("%s=%s stops the start with its name and what it may be", (name, value, message) => {
  expect(() => readConfig({ [name]: value })).toThrow(new Error(message));
});
