import type { Decimal } from "@manometer/analytics/decimal";
import { sybilIndicator } from "@manometer/analytics/metrics/sybilIndicator";
import type { Funded } from "./subgraph/Funders.ts";

/** The type `SybilIndicator`. */
export type Together = {
  readonly funder: string | null;
  readonly sinks: number | null;
  readonly ratio: Decimal | null;
  readonly nullReason: string | null;
};

const SELF =
  "the sink signed its stakes itself or never staked, and the index does not know where an account's tokens come from";
const SEVERAL = "several accounts have signed the sink's stakes";
const TOO_MANY = "the account has signed more stakes than are read in one request";

/** How much cap the sinks that a sink's funder has funded gain together. */
export function fundedTogether({ funders, stakes }: Funded): Together {
  const [funder = null, ...others] = funders;
  if (funder === null) return unknown(null, SELF);
  if (others.length > 0) return unknown(null, SEVERAL);
  if (stakes === null) return unknown(funder, TOO_MANY);
  return { funder, sinks: stakes.length, ratio: sybilIndicator(stakes), nullReason: null };
}

function unknown(funder: string | null, why: string): Together {
  const names = funder === null ? "funder, sinks, ratio" : "sinks, ratio";
  return { funder, sinks: null, ratio: null, nullReason: `${names}: ${why}` };
}
