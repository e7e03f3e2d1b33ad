import type { Address } from "viem";

/** A contract that the subgraph indexes from its first block. */
export type DeployedContract = { address: Address; startBlock: number };

/** The names of the indexed contracts, the same in the subgraph's manifest. */
export type IndexedContract =
  | "StakeManager"
  | "CapacityRegistry"
  | "BackpressurePool"
  | "EscrowBuffer"
  | "Pipeline"
  | "GeneralDistributionAgreementV1";

/** Where everything is on one chain. Plain JSON; `contracts` has the shape of one network in networks.json. */
export type Deployment = {
  network: string;
  chainId: number;
  contracts: Record<IndexedContract, DeployedContract>;
  superfluid: {
    host: Address;
    superToken: Address;
    /** The ERC-20 under `superToken`: what is staked and buffered */
    token: Address;
  };
  treasury: Address;
};
