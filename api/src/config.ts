import { z } from "zod";

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
const url = z.url({ protocol: /^https?$/, error: "an http or https URL" });
const count = (least: number, most: number) =>
  z.coerce.number(`an integer from ${least} to ${most}`).int().min(least).max(most);

const environment = z.object({
  PORT: count(0, 65_535).default(4000),
  HOST: z.string().min(1).default("127.0.0.1"),
  SUBGRAPH_URL: url.default("http://127.0.0.1:8000/subgraphs/name/manometer"),
  STATUS_URL: url.optional(),
  LOG_LEVEL: z.enum(logLevels).default("info"),
  FINALITY_BLOCKS: count(0, 1_000_000).default(10),
  READY_MAX_LAG_BLOCKS: count(0, 1_000_000_000).default(50),
  SUPER_TOKENS: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}(,0x[0-9a-fA-F]{40})*$/)
    .optional(),
});

const allowed: Record<keyof z.infer<typeof environment>, string> = {
  PORT: "an integer from 0 to 65535 (0: any free port)",
  HOST: "an address or host name to listen on",
  SUBGRAPH_URL: "the http or https URL of a subgraph's GraphQL endpoint",
  STATUS_URL: "the http or https URL of graph-node's status endpoint, or unset",
  LOG_LEVEL: `one of ${logLevels.join(", ")}`,
  FINALITY_BLOCKS: "an integer from 0 to 1000000 (blocks behind the chain's head)",
  READY_MAX_LAG_BLOCKS: "an integer from 0 to 1000000000 (blocks behind the chain's head)",
  SUPER_TOKENS:
    "addresses of SuperTokens that wrap the buffers' token of 18 decimals, separated by commas, or unset",
};

/** How the process is configured, from its environment. */
export type Config = {
  /** Port to listen on; 0 is any free one. */
  readonly port: number;
  readonly host: string;
  /** The subgraph's GraphQL endpoint. */
  readonly subgraphUrl: string;
  /** graph-node's status endpoint; null where there is none. */
  readonly statusUrl: string | null;
  readonly logLevel: (typeof logLevels)[number];
  /** How many blocks behind the chain's head a block counts as final. */
  readonly finalityBlocks: number;
  /** How many blocks the index may be behind the chain's head and still be ready. */
  readonly readyMaxLagBlocks: number;
  /** SuperTokens, in lower case, that wrap the token that buffers pay in, wei for wei. */
  readonly superTokens: readonly string[];
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
    throw new Error(`${name} is ${JSON.stringify(variables[name])}: it must be ${allowed[name]}.`);
  }
  const env = result.data;
  return {
    port: env.PORT,
    host: env.HOST,
    subgraphUrl: env.SUBGRAPH_URL,
    statusUrl: env.STATUS_URL ?? null,
    logLevel: env.LOG_LEVEL,
    finalityBlocks: env.FINALITY_BLOCKS,
    readyMaxLagBlocks: env.READY_MAX_LAG_BLOCKS,
    superTokens: env.SUPER_TOKENS?.toLowerCase().split(",") ?? [],
  };
}
