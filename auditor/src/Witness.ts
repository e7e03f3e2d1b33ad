import { DEFAULT_POLICY } from "@manometer/analytics/audit/Policy";
import type { Deployment } from "@manometer/contracts/deployment";
import { auditSlash, type NodeAudit } from "./audit.ts";
import { topicsOf } from "./chainLog.ts";
import type { Network } from "./history.ts";
import { scanLogs } from "./logScan.ts";
import { Node } from "./Node.ts";
import type { AskedLevel } from "./proofs.ts";
import { Rpc } from "./Rpc.ts";
import type { SlashPlace } from "./slashId.ts";

/** The slashes of a whole chain, audited one by one by the policy that comes along; each time by a node asked anew. */
export class Witness {
  readonly url: string;
  readonly network: Network;

  constructor(url: string, { contracts }: Deployment) {
    const at = (name: keyof typeof contracts) => contracts[name].address.toLowerCase() as `0x${string}`;
    this.url = url;
    this.network = {
      contracts: {
        stakeManager: at("StakeManager"),
        capacityRegistry: at("CapacityRegistry"),
        backpressurePool: at("BackpressurePool"),
        escrowBuffer: at("EscrowBuffer"),
      },
      startBlock: contracts.StakeManager.startBlock,
    };
  }

  /** A node that remembers nothing. */
  get node(): Node {
    return new Node(new Rpc(this.url));
  }

  /** Every slash, in the chain's order. */
  async slashes(): Promise<SlashPlace[]> {
    const { node } = this;
    const filter = { address: [this.network.contracts.stakeManager], topics: [topicsOf("Slashed")] };
    const found = await scanLogs(node.rpc, filter, { from: 0, to: await node.head() });
    return found.map(({ transactionHash, logIndex }) => ({ transactionHash, logIndex: Number(logIndex) }));
  }

  /** The audit of a slash, its bundle linked. */
  audit(place: SlashPlace, level: AskedLevel): Promise<NodeAudit> {
    return auditSlash(this.node, {
      network: this.network,
      place,
      policy: DEFAULT_POLICY,
      level,
      links: "SHORT",
    });
  }
}
