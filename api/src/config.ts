import { isIP } from "node:net";
import { z } from "zod";

/** What one address may send when the API can be reached from outside and nothing else is said. */
const REQUESTS_A_MINUTE = 600;
const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
const url = z.url({ protocol: /^https?$/, error: "an http or https URL" });
const count = (least: number, most: number) =>
  z.coerce.number(`an integer from ${least} to ${most}`).int().min(least).max(most);

const flag = z.enum(["true", "false"]).transform((value) => value === "true");
const list = (isOne: (entry: string) => boolean) =>
  z
    .string()
    .transform((value) => value.split(","))
    .refine((entries) => entries.every(isOne));

const environment = z.object({
  PORT: count(0, 65_535).default(4000),
  HOST: z.string().min(1).default("127.0.0.1"),
  LISTEN_FDS: count(0, 1).default(0),
  SUBGRAPH_URL: url.default("http://127.0.0.1:8000/subgraphs/name/manometer"),
  SUBGRAPH_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/)
    .optional(),
  STATUS_URL: url.optional(),
  LOG_LEVEL: z.enum(logLevels).default("info"),
  FINALITY_BLOCKS: count(0, 1_000_000).default(10),
  READY_MAX_LAG_BLOCKS: count(0, 1_000_000_000).default(50),
  RAW_FACTS: count(0, 50_000).default(5000),
  MOST_HOURS: count(1, 50_000).default(5000),
  CACHE_MB: count(0, 65_536).default(64),
  RATE_LIMIT: count(0, 1_000_000).optional(),
  TRUST_PROXY: z.union([count(0, 10), list(isProxy)]).default(0),
  CORS_ORIGINS: list(isOrigin).optional(),
  INTROSPECTION: flag.default(true),
  LIVE_CLIENTS: count(0, 100_000).default(1000),
  LIVE_SUBSCRIPTIONS: count(1, 1000).default(50),
  EXPORTS: count(0, 1000).default(4),
  SUPER_TOKENS: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}(,0x[0-9a-fA-F]{40})*$/)
    .optional(),
  AUDIT_POLICY: z.string().min(1).optional(),
  RPC_URL: url.optional(),
});

const allowed: Record<keyof z.infer<typeof environment>, string> = {
  PORT: "an integer from 0 to 65535 (0: any free port)",
  HOST: "an address or host name to listen on",
  LISTEN_FDS: "0 or 1 (1: descriptor 3 is a socket that listens at HOST and PORT)",
  SUBGRAPH_URL: "the http or https URL of a subgraph's GraphQL endpoint",
  SUBGRAPH_API_KEY: "the key of the gateway before graph-node, in visible ASCII characters, or unset",
  STATUS_URL: "the http or https URL of graph-node's status endpoint, or unset",
  LOG_LEVEL: `one of ${logLevels.join(", ")}`,
  FINALITY_BLOCKS: "an integer from 0 to 1000000 (blocks behind the chain's head)",
  READY_MAX_LAG_BLOCKS: "an integer from 0 to 1000000000 (blocks behind the chain's head)",
  RAW_FACTS: "an integer from 0 to 50000 (facts that a derived field reads one by one before it reads hours)",
  MOST_HOURS: "an integer from 1 to 50000 (hours of a window beyond which days are read)",
  CACHE_MB: "an integer from 0 to 65536 (megabytes of answers kept in memory; 0: none)",
  RATE_LIMIT: "an integer from 0 to 1000000 (requests a minute from one address; 0: any number)",
  TRUST_PROXY:
    "the number of proxies in front of the API, from 0 to 10, or their addresses separated by commas",
  CORS_ORIGINS: "origins such as https://example.org, separated by commas, or * for all, or unset for none",
  INTROSPECTION: "true or false",
  LIVE_CLIENTS: "an integer from 0 to 100000 (clients that may be connected for subscriptions; 0: none)",
  LIVE_SUBSCRIPTIONS: "an integer from 1 to 1000 (subscriptions of one connection)",
  EXPORTS: "an integer from 0 to 1000 (exports that may run at once; 0: none)",
  SUPER_TOKENS:
    "addresses of SuperTokens that wrap the buffers' token of 18 decimals, separated by commas, or unset",
  AUDIT_POLICY: "the path of a policy file, or unset for the policy that comes along",
  RPC_URL: "the http or https URL of an Ethereum node of the chain, or unset",
};

/** How the process is configured, from its environment. */
export type Config = {
  /** Port to listen on; 0 is any free one. */
  readonly port: number;
  readonly host: string;
  /** Whether descriptor 3 is a socket that listens there already. */
  readonly isHanded: boolean;
  /** The subgraph's GraphQL endpoint. */
  readonly subgraphUrl: string;
  /** A gateway's key, which nothing may tell; null where none is needed. */
  readonly subgraphApiKey: string | null;
  /** graph-node's status endpoint; null where there is none. */
  readonly statusUrl: string | null;
  readonly logLevel: (typeof logLevels)[number];
  /** How many blocks behind the chain's head a block counts as final. */
  readonly finalityBlocks: number;
  /** How many blocks the index may be behind the chain's head and still be ready. */
  readonly readyMaxLagBlocks: number;
  /** Facts of one parent that a derived field reads one by one where it could read hours. */
  readonly rawFacts: number;
  /** Hours of a window beyond which days are read. */
  readonly mostHours: number;
  /** Megabytes of answers that are kept in memory; 0 keeps none. */
  readonly cacheMegabytes: number;
  /** Requests a minute that one address may send; 0 is any number. */
  readonly rateLimit: number;
  /** The proxies whose X-Forwarded-For is believed: how many, or which. */
  readonly trustProxy: number | string[];
  /** Origins whose pages may ask; "*" is all of them. */
  readonly corsOrigins: readonly string[];
  /** Whether clients may ask for the schema. */
  readonly introspection: boolean;
  /** Clients that may be connected for subscriptions. */
  readonly liveClients: number;
  /** Subscriptions that one connection may have. */
  readonly liveSubscriptions: number;
  /** Exports that may run at once. */
  readonly exports: number;
  /** SuperTokens, in lower case, that wrap the token that buffers pay in, wei for wei. */
  readonly superTokens: readonly string[];
  /** The path of the file with the policy that audits are made by; null for ours. */
  readonly auditPolicy: string | null;
  /** An Ethereum node that audits are confirmed by; it may hold a key that nothing may tell; null for none. */
  readonly rpcUrl: string | null;
};

/**
 * Reads the configuration; an empty variable counts as unset.
 * @throws Error with one line that names the first bad variable and what it may be
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.entries(variables).filter(([, value]) => value !== undefined && value !== "");
  const result = environment.safeParse(Object.fromEntries(set));
  if (!result.success) {
    const name = String(result.error.issues[0]?.path[0]) as keyof typeof allowed;
    const isSecret = name === "SUBGRAPH_API_KEY" || name === "RPC_URL";
    const value = isSecret ? "not usable" : JSON.stringify(variables[name]);
    throw new Error(`${name} is ${value}: it must be ${allowed[name]}.`);
  }
  const env = result.data;
  return {
    port: env.PORT,
    host: env.HOST,
    isHanded: env.LISTEN_FDS === 1,
    subgraphUrl: env.SUBGRAPH_URL,
    subgraphApiKey: env.SUBGRAPH_API_KEY ?? null,
    statusUrl: env.STATUS_URL ?? null,
    logLevel: env.LOG_LEVEL,
    finalityBlocks: env.FINALITY_BLOCKS,
    readyMaxLagBlocks: env.READY_MAX_LAG_BLOCKS,
    rawFacts: env.RAW_FACTS,
    mostHours: env.MOST_HOURS,
    cacheMegabytes: env.CACHE_MB,
    rateLimit: env.RATE_LIMIT ?? (isLoopback(env.HOST) ? 0 : REQUESTS_A_MINUTE),
    trustProxy: env.TRUST_PROXY,
    corsOrigins: env.CORS_ORIGINS ?? [],
    introspection: env.INTROSPECTION,
    liveClients: env.LIVE_CLIENTS,
    liveSubscriptions: env.LIVE_SUBSCRIPTIONS,
    exports: env.EXPORTS,
    superTokens: env.SUPER_TOKENS?.toLowerCase().split(",") ?? [],
    auditPolicy: env.AUDIT_POLICY ?? null,
    rpcUrl: env.RPC_URL ?? null,
  };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

function isOrigin(text: string): boolean {
  return text === "*" || (URL.canParse(text) && new URL(text).origin === text);
}

function isProxy(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const most = isIP(address) === 6 ? 128 : 32;
  const isRange = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  return isIP(address) !== 0 && isRange && rest.length === 0;
}
