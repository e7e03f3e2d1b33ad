import type { ReactNode } from "react";
import type { Explained } from "../../../generated/words.ts";
import { Explain } from "../../parts/Explain.tsx";
import { Figure } from "../../parts/Figure.tsx";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { Steadiness } from "./Steadiness.tsx";
import type { Signal } from "./TaskChoice.tsx";

type Form = keyof Pick<
  Signal["volatility"],
  "coefficientOfVariation" | "stdDev" | "timeWeightedStdDev" | "mad" | "realized" | "ewma"
>;

const forms: { field: Form; name: string; meaning: string; unit?: string; as?: "percent" | "capacity" }[] = [
  {
    field: "coefficientOfVariation",
    name: "Relative swing",
    meaning: "standard deviation ÷ mean: the headline",
    as: "percent",
  },
  {
    field: "stdDev",
    name: "Standard deviation",
    meaning: "how far a reveal lies from the mean",
    unit: "units",
    as: "capacity",
  },
  {
    field: "timeWeightedStdDev",
    name: "Weighed by time",
    meaning: "a value counts as long as it held",
    unit: "units",
    as: "capacity",
  },
  {
    field: "mad",
    name: "Typical distance",
    meaning: "from the median; outliers do not move it",
    unit: "units",
    as: "capacity",
  },
  { field: "realized", name: "Realized", meaning: "all steps from reveal to reveal, added up" },
  { field: "ewma", name: "Recent steps", meaning: "the last steps weigh most (RiskMetrics, λ = 0.94)" },
];

type Props = { signal: Signal | undefined; source: PanelSource };

/** How much the sink's capacity moves, in each form with what it means. */
export function Volatility({ signal, source }: Props): ReactNode {
  const volatility = signal?.volatility;
  return (
    <Panel
      title="How steady is it?"
      lead={volatility && <>Over {volatility.n} reveals in the window, of what counts after the cap.</>}
      source={source}
      table={
        volatility && {
          name: "volatility",
          columns: ["form", "value", "reveals", "resolution", "why_null"],
          rows: forms.map(({ field }) => [
            field,
            volatility[field],
            volatility.n,
            volatility.resolution,
            volatility.nullReason,
          ]),
        }
      }
      empty={volatility?.n === 0 && "It revealed nothing in this window."}
      size="half"
    >
      {volatility === undefined ? null : (
        <>
          <Steadiness ratio={volatility.coefficientOfVariation} />
          <dl className="forms">
            {forms.map(({ field, name, meaning, unit, as }) => (
              <div key={field}>
                <dt>
                  {name} <Explain term={name} of={`CapacityVolatility.${field}` satisfies Explained} />
                  <small>{meaning}</small>
                </dt>
                <dd>
                  <Figure
                    value={volatility[field]}
                    field={field}
                    nullReason={volatility.nullReason}
                    {...(unit === undefined ? {} : { unit })}
                    {...(as === undefined ? {} : { as })}
                  />
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Panel>
  );
}
