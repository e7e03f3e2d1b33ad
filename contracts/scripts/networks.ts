import type { Address } from "viem";

/** A public network that Superfluid runs on. */
export type Network = { chainId: number; host: Address; gdaForwarder: Address };

/** At the same address on every network. */
const gdaForwarder = "0x6DA13Bde224A05a288748d857b9e7DDEffd1dE08";

/**
 * Superfluid's hosts by The Graph's names of the networks, from `networks.json` of `@superfluid-finance/metadata`.
 * The host tells the agreement, and the SuperToken its token, so that neither can be mistaken.
 */
export const networks: Record<string, Network> = {
  base: { chainId: 8453, host: "0x4C073B3baB6d8826b8C5b229f3cfdC1eC6E47E74", gdaForwarder },
  "base-sepolia": { chainId: 84532, host: "0x109412E3C84f0539b43d39dB691B08c90f58dC7c", gdaForwarder },
};
