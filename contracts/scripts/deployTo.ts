import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  type Account,
  type Address,
  createPublicClient,
  createWalletClient,
  defineChain,
  getAddress,
  http,
  isHex,
  keccak256,
  toHex,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { hostAbi, superTokenAbi } from "./artifacts.ts";
import type { Clients } from "./chain.ts";
import { deploy } from "./deploy.ts";
import type { Deployment } from "./deployment.ts";
import { Journal } from "./Journal.ts";
import { networks } from "./networks.ts";
import { deploySuperfluid, type Framework } from "./superfluid.ts";
import { verify } from "./verify.ts";

const usage = `Deploys the five contracts, verifies them, and writes them into the subgraph's networks.json.

  npm run deploy -w contracts -- --network NAME --rpc URL [options]

  --network NAME      local, ${Object.keys(networks).join(", ")}
  --rpc URL           the chain's JSON-RPC endpoint
  --super-token 0x…   the SuperToken that the network pays in; on local one is created
  --treasury 0x…      gets slashed stake and remainders; not a slasher
  --journal FILE      what has been done; contracts/deployments/NAME.json when not given
  --networks-file FILE  subgraph/networks.json when not given

DEPLOYER_KEY holds the private key of the deployer, who becomes the owner. On local the node's first account is used
when it is not set. After a failure, run the same command again: it goes on where it stopped.`;

const gdaType = keccak256(toHex("org.superfluid-finance.agreements.GeneralDistributionAgreement.v1"));

type Options = { network: string; rpc: string; treasury: Address; superToken: Address | undefined };

/** The deployer's account from the environment. Throws without telling what it read. */
function keyed(): Account | undefined {
  const key = process.env.DEPLOYER_KEY;
  if (key === undefined || key === "") return undefined;
  try {
    if (isHex(key) && key.length === 66) return privateKeyToAccount(key);
  } catch {
    // its message could hold the key
  }
  throw new Error("DEPLOYER_KEY is not a private key, expected 0x and 64 hexadecimal digits: correct it");
}

async function connect({ network, rpc }: Options): Promise<Clients> {
  const transport = http(rpc);
  const chainId = await createPublicClient({ transport }).getChainId();
  const expected = network === "local" ? 31337 : networks[network]?.chainId;
  if (chainId !== expected)
    throw new Error(`${rpc} is chain ${chainId}, expected ${expected} for ${network}`);
  const nativeCurrency = { name: "Ether", symbol: "ETH", decimals: 18 };
  const chain = defineChain({
    id: chainId,
    name: network,
    nativeCurrency,
    rpcUrls: { default: { http: [rpc] } },
  });
  const publicClient = createPublicClient({ chain, transport });
  const unlocked = network === "local" ? await createWalletClient({ chain, transport }).getAddresses() : [];
  const account = keyed() ?? unlocked[0];
  if (!account) throw new Error(`no account to deploy to ${network} with: set DEPLOYER_KEY`);
  return { publicClient, walletClient: createWalletClient({ account, chain, transport }) };
}

/** Superfluid as it is on a public network, read from its host and from the SuperToken. */
async function existing({ publicClient }: Clients, { network, superToken }: Options): Promise<Framework> {
  const { host, gdaForwarder } = networks[network] ?? {};
  if (!host || !gdaForwarder || !superToken)
    throw new Error(`${network} needs --super-token, a SuperToken of its host`);
  const at = { address: superToken, abi: superTokenAbi } as const;
  const itsHost = await publicClient.readContract({ ...at, functionName: "getHost" });
  if (itsHost !== host)
    throw new Error(`the SuperToken ${superToken} is of host ${itsHost}, expected ${host}`);
  const token = await publicClient.readContract({ ...at, functionName: "getUnderlyingToken" });
  if (BigInt(token) === 0n)
    throw new Error(`the SuperToken ${superToken} wraps no token: name one that does`);
  const reading = {
    address: host,
    abi: hostAbi,
    functionName: "getAgreementClass",
    args: [gdaType],
  } as const;
  const gda = await publicClient.readContract(reading);
  return { host, gda, gdaForwarder, token, superToken };
}

async function frameworkFor(clients: Clients, options: Options, journal: Journal): Promise<Framework> {
  if (options.network !== "local") return existing(clients, options);
  const known = journal.framework;
  if (known && (await clients.publicClient.getCode({ address: known.host }))) return known;
  const framework = await deploySuperfluid(clients);
  journal.framework = framework;
  return framework;
}

function write(file: string, { network, contracts }: Deployment): void {
  const all = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>) : {};
  writeFileSync(file, `${JSON.stringify({ ...all, [network]: contracts }, null, 2)}\n`);
}

const { values } = parseArgs({
  options: {
    network: { type: "string" },
    rpc: { type: "string" },
    "super-token": { type: "string" },
    treasury: { type: "string" },
    journal: { type: "string" },
    "networks-file": { type: "string" },
    help: { type: "boolean" },
  },
});

async function run(): Promise<void> {
  const { network, rpc, treasury } = values;
  if (values.help) return console.log(usage);
  if (!network || !rpc || !treasury || (network !== "local" && !(network in networks)))
    throw new Error(usage);
  const superToken = values["super-token"] ? getAddress(values["super-token"]) : undefined;
  const options: Options = { network, rpc, treasury: getAddress(treasury), superToken };

  const clients = await connect(options);
  const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const journalFile = values.journal ?? fileOf(`../deployments/${network}.json`);
  const { chain, account } = clients.walletClient;
  const journal = Journal.open(journalFile, chain.id, account.address);
  const framework = await frameworkFor(clients, options, journal);
  const deployment = await deploy({ ...clients, framework, treasury: options.treasury, network, journal });
  await verify(clients, deployment);
  write(values["networks-file"] ?? fileOf("../../subgraph/networks.json"), deployment);
  for (const [name, { address, startBlock }] of Object.entries(deployment.contracts)) {
    console.log(`${name.padEnd(30)} ${address} from block ${startBlock}`);
  }
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
