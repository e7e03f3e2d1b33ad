import { Command, InvalidArgumentError, Option } from "commander";
import { MOST_KEPT } from "./versions/kept.ts";

/** A graph-node that is no part of a local stack; `ipfs` is null where it reads builds from its own folder. */
export type GraphNodeAt = {
  adminUrl: string;
  statusUrl: string;
  network: string;
  networks: string | null;
  ipfs: string | null;
};

/** What `manometer deploy` was asked for; `at` is null for the stack that runs on `dataDir`. */
export type DeployOptions = {
  dataDir: string;
  at: GraphNodeAt | null;
  /** Another folder than subgraph/build. */
  build: string | null;
  isRollback: boolean;
  isWaiting: boolean;
  /** How many earlier versions are kept. */
  keep: number;
};

type Flags = {
  dataDir: string;
  admin?: string;
  status?: string;
  network?: string;
  networks?: string;
  ipfs?: string;
  build?: string;
  rollback?: true;
  wait: boolean;
  keep: number;
};

const HELP = `
The new version is indexed beside the one that is served, under the name manometer-next, and takes its place in one
step when it has caught up. The one before goes on being indexed, under the name manometer-previous, so that
--rollback needs no time. The same build again is no work. A version that fails never takes the place.

Without --ipfs, a graph-node at --admin has to be a gnd whose working directory is --data-dir: the build is put there.

Exit codes: 0 done (or begun, with --no-wait); 1 not done, what was served still is; 130 interrupted.

Examples:
  npm run build && npx manometer deploy              the stack that runs on .manometer
  manometer deploy --rollback                        back to the version before
  manometer deploy --keep 0                          the version before is no longer indexed
  manometer deploy --admin http://127.0.0.1:8020 --status http://127.0.0.1:8030/graphql \\
    --ipfs http://127.0.0.1:5001 --network base      any graph-node
`;

/** `manometer deploy`; `run` gets its options, checked. */
export function deployCommand(run: (options: DeployOptions) => Promise<void>): Command {
  return new Command("deploy")
    .description("Deploy the built subgraph beside the one that is served, and swap when it has caught up.")
    .option("--data-dir <folder>", "of the running stack", ".manometer")
    .addOption(new Option("--admin <url>", "another graph-node's JSON-RPC admin").argParser(parseUrl))
    .addOption(new Option("--status <url>", "with --admin: its status endpoint").argParser(parseUrl))
    .option("--network <name>", "with --admin: the chain's name in the networks file")
    .option("--networks <file>", "with --admin: another file than subgraph/networks.json")
    .addOption(
      new Option("--ipfs <url>", "with --admin: the API of the IPFS node it reads").argParser(parseUrl),
    )
    .option("--build <folder>", "the built subgraph (default: subgraph/build)")
    .addOption(
      new Option("--rollback", "go back to the version before, at once").conflicts([
        "build",
        "networks",
        "ipfs",
      ]),
    )
    .option("--no-wait", "only begin; the same command later waits and swaps")
    .option("--keep <number>", "earlier versions that go on being indexed", parseKeep, 1)
    .configureOutput({
      outputError: (text, write) =>
        write(`${text.trim().replace(/\s+/g, " ")}. See manometer deploy --help\n`),
    })
    .addHelpText("after", HELP)
    .allowExcessArguments(false)
    .action((flags: Flags, command: Command) => run(fromFlags(flags, command)));
}

function fromFlags(flags: Flags, command: Command): DeployOptions {
  const { dataDir, build, rollback, wait, keep } = flags;
  const at = atFrom(flags, command);
  return { dataDir, at, build: build ?? null, isRollback: rollback ?? false, isWaiting: wait, keep };
}

function atFrom(flags: Flags, command: Command): GraphNodeAt | null {
  const { admin, status, network, networks, ipfs, rollback } = flags;
  if (admin === undefined) {
    for (const [name, value] of Object.entries({ status, network, networks, ipfs }))
      if (value !== undefined) command.error(`error: --${name} is for --admin, which is missing`);
    return null;
  }
  if (status === undefined)
    return command.error("error: --admin needs --status, graph-node's status endpoint");
  if (network === undefined && !rollback)
    return command.error("error: --admin needs --network, the chain's name in the networks file");
  return {
    adminUrl: admin,
    statusUrl: status,
    network: network ?? "",
    networks: networks ?? null,
    ipfs: ipfs ?? null,
  };
}

function parseKeep(text: string): number {
  if (/^\d$/.test(text)) return Number(text);
  throw new InvalidArgumentError(`Expected a whole number from 0 to ${MOST_KEPT}`);
}

function parseUrl(text: string): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? "")) return text;
  throw new InvalidArgumentError("Expected a URL that begins with http:// or https://");
}
