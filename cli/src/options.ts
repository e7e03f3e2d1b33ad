import { Command, InvalidArgumentError, Option } from "commander";
import { RPC_VARIABLE, rpcOf } from "./rpcOption.ts";

/** What plays on the local chain. */
export type ProfileName = "week" | "smoke" | "none";

/** A new chain in memory, with a history played on it. */
export type LocalSource = { kind: "local"; profile: ProfileName; seed: number; isLive: boolean };

/** A chain that runs already; `networks` is the file that says where its contracts are. */
export type RpcSource = { kind: "rpc"; url: string; network: string; networks: string | null };

/** What `manometer up` was asked for. `port` is null when none was named. */
export type UpOptions = {
  port: number | null;
  dataDir: string;
  isFresh: boolean;
  /** Whether as many processes as production has: a replica, two query nodes, two APIs, a load balancer. */
  isCluster: boolean;
  source: LocalSource | RpcSource;
};

type Flags = {
  port?: number;
  profile: ProfileName;
  seed: number;
  live: boolean;
  dataDir: string;
  fresh?: true;
  cluster?: true;
  rpc?: string;
  network?: string;
  networks?: string;
};

const SEED = 20_261_122;
const HIGHEST_SEED = 2 ** 32 - 1;

const LOCAL = ["profile", "seed", "live"];

const HELP = `
An RPC whose URL holds a key is better named by ${RPC_VARIABLE} in the environment; --network alone then means that one.

Examples:
  manometer up                                       a week of history, then live, on port 4000
  manometer up --profile smoke --no-live --port 4010 a short history that stands still
  manometer up --data-dir /tmp/other                 a second stack beside the first
  manometer up --rpc http://127.0.0.1:8545 --network base-sepolia
                                                     index an existing chain; starts again where it was
`;

/** The command line of manometer; `run` gets the options of `up`, checked. */
export function commandLine(run: (options: UpOptions) => Promise<void>): Command {
  const program = new Command("manometer")
    .description("The pressure gauge of a backpressure payment network.")
    .configureOutput({
      outputError: (text, write) => write(`${text.trim().replace(/\s+/g, " ")}. See manometer up --help\n`),
    });
  program
    .command("up")
    .description("Run the whole system on this machine: chain, PostgreSQL, graph-node and the API.")
    .option("--port <port>", "port of the API (default: 4000, or a free one when that is taken)", parsePort)
    .addOption(
      new Option("--profile <name>", "the history to play")
        .choices(["week", "smoke", "none"])
        .default("week"),
    )
    .option("--seed <number>", "the same seed gives the same history", parseSeed, SEED)
    .option("--no-live", "stop the history at its end instead of going on live")
    .option("--data-dir <folder>", "where everything is stored", ".manometer")
    .option("--fresh", "forget what is stored there")
    .option("--cluster", "with a database replica, two query nodes and two APIs behind HAProxy")
    .addOption(
      new Option("--rpc <url>", "index the chain behind this Ethereum RPC instead of a local one").conflicts(
        LOCAL,
      ),
    )
    .addOption(
      new Option("--network <name>", "with --rpc: the chain's name in the networks file")
        .argParser(parseNetwork)
        .conflicts(LOCAL),
    )
    .option("--networks <file>", "with --rpc: another file than subgraph/networks.json")
    .addHelpText("after", HELP)
    .allowExcessArguments(false)
    .action((flags: Flags, command: Command) => run(fromFlags(flags, command)));
  return program;
}

function fromFlags(flags: Flags, command: Command): UpOptions {
  return {
    port: flags.port ?? null,
    dataDir: flags.dataDir,
    isFresh: flags.fresh ?? false,
    isCluster: flags.cluster ?? false,
    source: sourceFrom(flags, command),
  };
}

function sourceFrom(flags: Flags, command: Command): LocalSource | RpcSource {
  const { network, networks, profile, seed, live } = flags;
  if (flags.rpc !== undefined && network === undefined)
    command.error("error: --rpc needs --network, the chain's name in the networks file");
  const rpc = network === undefined ? undefined : rpcOf(flags.rpc, command);
  if (network !== undefined && rpc !== undefined) {
    return { kind: "rpc", url: rpc, network, networks: networks ?? null };
  }
  if (network !== undefined)
    command.error(`error: --network is for --rpc (or ${RPC_VARIABLE}), which is missing`);
  if (networks !== undefined) command.error("error: --networks is for --rpc, which is missing");
  return { kind: "local", profile, seed, isLive: live && profile !== "none" };
}

function parsePort(text: string): number {
  return wholeNumber(text, 1, 65_535);
}

function parseSeed(text: string): number {
  return wholeNumber(text, 0, HIGHEST_SEED);
}

function wholeNumber(text: string, lowest: number, highest: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= lowest && number <= highest) return number;
  throw new InvalidArgumentError(`Expected a whole number from ${lowest} to ${highest}`);
}

function parseNetwork(text: string): string {
  if (/^[A-Za-z0-9_-]+$/.test(text)) return text;
  throw new InvalidArgumentError("Expected letters, digits, - and _ only");
}
