import { Command, InvalidArgumentError, Option } from "commander";
import { RPC_VARIABLE, rpcOf } from "./rpcOption.ts";

/** Where the contracts' addresses are named; `data` is the folder of a local stack. */
export type NetworkSource =
  | { kind: "data"; folder: string }
  | { kind: "network"; name: string; file: string | null }
  | { kind: "unnamed" };

/** What `manometer audit` was asked for: one slash by its id, or all of a transaction. */
export type AuditOptions = {
  slash: { id: string } | { transactionHash: `0x${string}` };
  rpc: string | null;
  api: string | null;
  level: 0 | 1 | 2 | 3;
  policy: string | null;
  bundle: string | null;
  csv: string | null;
  isOffline: boolean;
  network: NetworkSource;
};

/** What `manometer verify` was asked for. */
export type VerifyOptions = {
  file: string;
  trust: { rpc: string } | { trustedHash: `0x${string}` };
};

type AuditFlags = {
  tx?: `0x${string}`;
  rpc?: string;
  api?: string;
  level: string;
  policy?: string;
  bundle?: string;
  csv?: string;
  offline?: true;
  dataDir?: string;
  network?: string;
  networks?: string;
};
type VerifyFlags = { rpc?: string; trustedHash?: `0x${string}` };

const AUDIT_HELP = `
Levels: 0 what the API says; 1 rebuilt from a node's receipts; 2 each log proven to be in its block;
3 the state around the slash proven too. Levels 1 to 3 need --rpc, level 0 needs --api.
An RPC whose URL holds a key is better named by ${RPC_VARIABLE} in the environment, without --rpc.

Exit codes: 0 audited, whatever the verdict on the slash; 1 the records disagree (verdict INCONSISTENT, or the
API says something else than the node); 2 not audited.

Examples:
  manometer audit 0x5c…e603000000 --rpc http://127.0.0.1:8545 --api http://127.0.0.1:4000
  manometer audit --tx 0x5c…e6 --rpc http://127.0.0.1:8545 --bundle slash.json --csv slash.csv
  manometer audit 0x5c…e603000000 --rpc https://… --network base --level 2
`;

const VERIFY_HELP = `
With --rpc (or ${RPC_VARIABLE} in the environment), the node says which blocks are canonical and that no log is missing.
With --trusted-hash, nobody is asked: take the hash of the bundle's newest block from a node of your own.

Exit codes: 0 verified; 1 refuted, and by what; 2 not readable, or the node cannot be asked.

Examples:
  manometer verify slash.json --rpc http://127.0.0.1:8545
  manometer verify slash.json --trusted-hash 0x9b…41
`;

/** 1 is an answer here. */
const MISUSED = 2;

const onError = (name: string) => ({
  outputError: (text: string, write: (text: string) => void) =>
    write(`${text.trim().replace(/\s+/g, " ")}. See manometer ${name} --help\n`),
});

/** `manometer audit`; `run` gets its options, checked. */
export function auditCommand(run: (options: AuditOptions) => Promise<void>): Command {
  const command = new Command("audit")
    .description("Check whether a slash was justified by the chain's own record.")
    .argument("[slashId]", "id of the slash: transaction hash and log index, as the API gives it", parseId)
    .option("--tx <hash>", "audit every slash of this transaction", parseHash)
    .option("--rpc <url>", "Ethereum RPC to rebuild and prove the record from")
    .option("--api <url>", "a Manometer API: its answer has to be the same, byte for byte", parseUrl)
    .addOption(new Option("--level <level>", "how far to prove").choices(["0", "1", "2", "3"]).default("3"))
    .option("--policy <file>", "audit by this policy (default: the API's, else the one that comes along)")
    .option("--bundle <file>", "save the evidence with its proofs, for manometer verify")
    .option("--offline", "with --bundle: every header between, however many, for verify --trusted-hash")
    .option("--csv <file>", "save the evidence as a table")
    .option(
      "--data-dir <folder>",
      "addresses from this stack's deployment.json (default: the API's, else .manometer)",
    )
    .addOption(
      new Option("--network <name>", "addresses from the networks file")
        .conflicts("dataDir")
        .argParser(parseName),
    )
    .option("--networks <file>", "with --network: another file than subgraph/networks.json")
    .addHelpText("after", AUDIT_HELP)
    .allowExcessArguments(false)
    .configureOutput(onError("audit"))
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : MISUSED));
  return command.action((slashId: string | undefined, flags: AuditFlags) =>
    run(auditFrom(slashId, flags, command)),
  );
}

/** `manometer verify`; `run` gets its options, checked. */
export function verifyCommand(run: (options: VerifyOptions) => Promise<void>): Command {
  const command = new Command("verify")
    .description("Verify the saved evidence of an audit, with a node of your own or with one block hash.")
    .argument("<file>", "what manometer audit --bundle saved, or GET /audits/<slashId>.json gave")
    .option("--rpc <url>", "a node of your own")
    .addOption(
      new Option("--trusted-hash <hash>", "hash of the bundle's newest block, from a node of your own")
        .argParser(parseHash)
        .conflicts("rpc"),
    )
    .addHelpText("after", VERIFY_HELP)
    .allowExcessArguments(false)
    .configureOutput(onError("verify"))
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : MISUSED));
  return command.action((file: string, { rpc, trustedHash }: VerifyFlags) => {
    if (trustedHash !== undefined) return run({ file, trust: { trustedHash } });
    const node = rpcOf(rpc, command);
    if (node !== undefined) return run({ file, trust: { rpc: node } });
    command.error("error: name what to trust: --rpc with a node of your own, or --trusted-hash");
  });
}

function auditFrom(slashId: string | undefined, flags: AuditFlags, command: Command): AuditOptions {
  const { tx, api, policy, bundle, csv, offline, networks } = flags;
  if ((slashId === undefined) === (tx === undefined)) {
    command.error("error: name one slash by its id, or all of a transaction with --tx");
  }
  const level = Number(flags.level) as AuditOptions["level"];
  const rpc = level === 0 && flags.rpc === undefined ? undefined : rpcOf(flags.rpc, command);
  if (level > 0 && rpc === undefined) command.error(`error: level ${level} needs --rpc, a node to ask`);
  if (level === 0 && api === undefined) command.error("error: level 0 is what an API says: it needs --api");
  if (level === 0 && tx !== undefined) command.error("error: level 0 needs the id of a slash, not --tx");
  if (offline && bundle === undefined) command.error("error: --offline is for --bundle, which is missing");
  if (networks !== undefined && flags.network === undefined) {
    command.error("error: --networks is for --network, which is missing");
  }
  return {
    slash: tx === undefined ? { id: slashId as string } : { transactionHash: tx },
    rpc: rpc ?? null,
    api: api ?? null,
    level,
    policy: policy ?? null,
    bundle: bundle ?? null,
    csv: csv ?? null,
    isOffline: offline ?? false,
    network: sourceFrom(flags),
  };
}

function sourceFrom({ dataDir, network, networks }: AuditFlags): NetworkSource {
  if (dataDir !== undefined) return { kind: "data", folder: dataDir };
  return network === undefined
    ? { kind: "unnamed" }
    : { kind: "network", name: network, file: networks ?? null };
}

function parseId(text: string): string {
  if (/^0x[0-9a-fA-F]{72}$/.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError("Expected 0x and 72 hex digits: the transaction's hash and the log's index");
}

function parseHash(text: string): `0x${string}` {
  if (/^0x[0-9a-fA-F]{64}$/.test(text)) return text.toLowerCase() as `0x${string}`;
  throw new InvalidArgumentError("Expected 0x and 64 hex digits");
}

function parseUrl(text: string): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? "")) return text.replace(/\/$/, "");
  throw new InvalidArgumentError("Expected a URL that begins with http:// or https://");
}

function parseName(text: string): string {
  if (/^[A-Za-z0-9_-]+$/.test(text)) return text;
  throw new InvalidArgumentError("Expected letters, digits, - and _ only");
}
