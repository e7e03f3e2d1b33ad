import type { ReactNode } from "react";
import { capacity, tokens, tokensInFull, whole } from "../values/amount.ts";

/** Token wei in few digits with its unit; all of it on hover. */
export function Amount({ wei }: { wei: string }): ReactNode {
  return (
    <data className="figure" value={wei} title={tokensInFull(wei)}>
      {tokens(wei)}
    </data>
  );
}

/** Units of capacity in few digits; all of them on hover. */
export function Capacity({ units }: { units: string }): ReactNode {
  return (
    <data className="figure" value={units} title={`${whole(units)} units of capacity`}>
      {capacity(units)}
      <span className="unit"> units</span>
    </data>
  );
}
