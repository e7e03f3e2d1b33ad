import { createRequire } from "node:module";
import { type Address, type Hex, isHex, parseAbi, parseEther, zeroAddress } from "viem";
import { type LinkReferences, superfluidArtifact } from "./artifacts.ts";
import { type Clients, create, mined, type Progress } from "./chain.ts";

/** The Superfluid contracts that we use, and the token pair that the network pays in. */
export type Framework = {
  host: Address;
  gda: Address;
  gdaForwarder: Address;
  /** The ERC-20, which anyone may mint */
  token: Address;
  /** Its wrapper, which can stream */
  superToken: Address;
};

const steps = "utils/SuperfluidFrameworkDeploymentSteps.t.sol";
const deployerLibraries = [
  "SuperfluidGovDeployerLibrary",
  "SuperfluidHostDeployerLibrary",
  "SuperfluidCFAv1DeployerLibrary",
  "SuperfluidIDAv1DeployerLibrary",
  "SuperfluidGDAv1DeployerLibrary",
  "SuperTokenDeployerLibrary",
  "SuperfluidPeripheryDeployerLibrary",
  "SuperfluidPoolLogicDeployerLibrary",
  "SuperfluidPoolNFTLogicDeployerLibrary",
  "ProxyDeployerLibrary",
  "CFAv1ForwarderDeployerLibrary",
  "GDAv1ForwarderDeployerLibrary",
  "SuperTokenFactoryDeployerLibrary",
  "TokenDeployerLibrary",
];
/** The framework's deployer and the libraries it links, each after those that it links: source file, contract. */
export const frameworkParts = [
  ["libs/SlotsBitmapLibrary.sol", "SlotsBitmapLibrary"],
  ["agreements/gdav1/SuperfluidPoolDeployerLibrary.sol", "SuperfluidPoolDeployerLibrary"],
  ...deployerLibraries.map((name) => [steps, name] as const),
  ["utils/SuperfluidFrameworkDeployer.t.sol", "SuperfluidFrameworkDeployer"],
] as const;
const executions = 7;

const deployerAbi = parseAbi([
  "struct Framework { address governance; address host; address cfa; address ida; address gda; address superTokenFactory; address superTokenLogic; address resolver; address superfluidLoader; address cfaV1Forwarder; address gdaV1Forwarder; address macroForwarder; address clearMacroForwarderV1WithPermit2; address batchLiquidator; address toga; }",
  "function executeStep(uint8 step)",
  "function getFramework() view returns (Framework sf)",
  "function deployWrapperSuperToken(string name, string symbol, uint8 decimals, uint256 mintLimit, address admin) returns (address underlyingToken, address superToken)",
]);

const erc1820 = "0x1820a4b7618bde71dce8cdc73aab6c95905fad24";
const erc1820Deployer = "0xa990077c3205cbDf861e17Fa532eeB069cE9fF96";

/** The signed transaction that creates the ERC-1820 registry at the same address on every chain. */
function erc1820Transaction(): Hex {
  const require = createRequire(import.meta.url);
  const path = "@superfluid-finance/ethereum-contracts/dev-scripts/artifacts/ERC1820Registry.json";
  const { bin } = require(path) as { bin: string };
  const signature = "1820".repeat(16);
  return `0xf90a388085174876e800830c35008080b909e5${bin}1ba0${signature}a0${signature}`;
}

async function fundErc1820(clients: Clients): Promise<void> {
  const hash = await clients.walletClient.sendTransaction({ to: erc1820Deployer, value: parseEther("0.08") });
  await mined(clients, hash, "the funding of the ERC-1820 deployer");
}

async function deployErc1820(clients: Clients): Promise<void> {
  const serializedTransaction = erc1820Transaction();
  const hash = await clients.walletClient.sendRawTransaction({ serializedTransaction });
  await mined(clients, hash, "the creation of the ERC-1820 registry");
}

/** A bytecode as it stands in an artifact, with placeholders. */
export type Unlinked = { code: string; references: LinkReferences };

/** Puts library addresses into bytecode. Throws when one is missing. */
export function link(name: string, unlinked: Unlinked, libraries: ReadonlyMap<string, Address>): Hex {
  let code = unlinked.code;
  for (const file of Object.values(unlinked.references)) {
    for (const [library, places] of Object.entries(file)) {
      const address = libraries.get(library);
      if (!address) throw new Error(`${name} needs ${library}, which comes later: put it before`);
      for (const { start, length } of places) {
        const from = 2 + start * 2;
        code = code.slice(0, from) + address.slice(2) + code.slice(from + length * 2);
      }
    }
  }
  if (!isHex(code)) throw new Error(`the bytecode of ${name} still holds an unlinked library`);
  return code;
}

async function execute(clients: Clients, deployer: Address, step: number): Promise<void> {
  const call = { address: deployer, abi: deployerAbi, functionName: "executeStep", args: [step] } as const;
  const hash = await clients.walletClient.writeContract(call);
  await mined(clients, hash, `step ${step} of the Superfluid framework`);
}

async function deployTokens(clients: Clients, deployer: Address) {
  const { request, result } = await clients.publicClient.simulateContract({
    account: clients.walletClient.account,
    address: deployer,
    abi: deployerAbi,
    functionName: "deployWrapperSuperToken",
    args: ["Payment Token", "PAY", 18, 10n ** 30n, zeroAddress],
  });
  const hash = await clients.walletClient.writeContract(request);
  await mined(clients, hash, "the creation of the SuperToken");
  return { token: result[0], superToken: result[1] };
}

/**
 * Deploys the real Superfluid framework and a token pair (PAY, PAYx) onto a local chain that allows contracts of any
 * size and 60 M gas a block. The addresses follow from the sender's nonce.
 */
export async function deploySuperfluid(clients: Clients, progress: Progress = () => {}): Promise<Framework> {
  const hasErc1820 = (await clients.publicClient.getCode({ address: erc1820 })) !== undefined;
  const total = (hasErc1820 ? 0 : 2) + frameworkParts.length + executions + 1;
  let done = 0;
  const next = (step: string) => progress(done++, total, step);

  if (!hasErc1820) {
    await next("ERC1820 funding");
    await fundErc1820(clients);
    await next("ERC1820Registry");
    await deployErc1820(clients);
  }

  const libraries = new Map<string, Address>();
  let deployer: Address = zeroAddress;
  for (const [path, name] of frameworkParts) {
    await next(name);
    const artifact = superfluidArtifact(path, name);
    const unlinked = { code: artifact.bytecode, references: artifact.linkReferences };
    const bytecode = link(name, unlinked, libraries);
    deployer = (await create(clients, { name, abi: artifact.abi, bytecode })).address;
    libraries.set(name, deployer);
  }
  for (let step = 0; step < executions; step++) {
    await next(`framework step ${step}`);
    await execute(clients, deployer, step);
  }
  await next("SuperToken");
  const tokens = await deployTokens(clients, deployer);

  const reader = { address: deployer, abi: deployerAbi, functionName: "getFramework" } as const;
  const framework = await clients.publicClient.readContract(reader);
  return { host: framework.host, gda: framework.gda, gdaForwarder: framework.gdaV1Forwarder, ...tokens };
}
