import type { ReactNode } from "react";
import { capacity } from "../values/amount.ts";
import { figure, percent, whyNull } from "../values/ratio.ts";

type Props = {
  /** The decimal as the API gave it; null where it is not defined. */
  value: string | null | undefined;
  /** The field's name, to find its reason by. */
  field: string;
  nullReason: string | null | undefined;
  as?: "percent" | "number" | "capacity";
  unit?: string;
};

const forms = { percent, number: figure, capacity };

/** A ratio or a decimal in few digits, all of it on hover; where it is not defined, a dash with the reason. */
export function Figure({ value, field, nullReason, as = "number", unit }: Props): ReactNode {
  if (value === null || value === undefined) {
    const why = whyNull(field, nullReason) ?? "not defined";
    return (
      <span className="undefined" title={why}>
        –<span className="hidden"> not defined: {why}</span>
      </span>
    );
  }
  return (
    <data className="figure" value={value} title={unit === undefined ? value : `${value} ${unit}`}>
      {forms[as](value)}
      {unit === undefined ? null : <span className="unit"> {unit}</span>}
    </data>
  );
}
