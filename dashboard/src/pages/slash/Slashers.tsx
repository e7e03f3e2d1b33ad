import type { ReactNode } from "react";
import type { SlashesQuery } from "../../../generated/Slashes/graphql.ts";
import { Amount } from "../../parts/Amount.tsx";
import { Figure } from "../../parts/Figure.tsx";
import { Id } from "../../parts/Id.tsx";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { ScrollTable } from "../../parts/ScrollTable.tsx";
import { VERDICT_NAMES, VERDICTS } from "../../parts/Verdict.tsx";

type Slasher = NonNullable<SlashesQuery["slashers"]>["slashers"][number];
type Props = { slashers: readonly Slasher[] | undefined; source: PanelSource };

/** Who slashes, and how often the record supported it. */
export function Slashers({ slashers = [], source }: Props): ReactNode {
  const tally = ({ scorecard }: Slasher, name: string): number =>
    scorecard.tallies.find(({ verdict }) => verdict === name)?.slashes ?? 0;
  return (
    <Panel
      title="Slashers"
      lead="Who may slash, and how many of their slashes have which verdict."
      source={source}
      table={{
        name: "slashers",
        columns: [
          "slasher",
          "is_authorized",
          "slashes",
          "sinks",
          "amount_wei",
          "supported_rate",
          ...VERDICT_NAMES,
        ],
        rows: slashers.map((one) => [
          one.id,
          one.isAuthorized,
          one.scorecard.slashes,
          one.scorecard.sinks,
          one.scorecard.amount,
          one.scorecard.supportedRate,
          ...VERDICT_NAMES.map((name) => tally(one, name)),
        ]),
      }}
      empty={slashers.length === 0 && "Nobody was ever allowed to slash."}
    >
      <ScrollTable label="Slashers">
        <thead>
          <tr>
            <th scope="col">Slasher</th>
            <th scope="col">May slash</th>
            <th scope="col" className="number">
              Taken
            </th>
            <th scope="col" className="number">
              Supported rate
            </th>
            {VERDICT_NAMES.map((name) => (
              <th key={name} scope="col" className="number">
                {VERDICTS[name].tag}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {slashers.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <Id hex={one.id} />
              </th>
              <td>{one.isAuthorized ? "yes" : "no longer"}</td>
              <td className="number">
                <Amount wei={one.scorecard.amount} />
              </td>
              <td className="number">
                <Figure
                  value={one.scorecard.supportedRate}
                  field="supportedRate"
                  nullReason={one.scorecard.nullReason}
                  as="percent"
                />
              </td>
              {VERDICT_NAMES.map((name) => (
                <td key={name} className="number">
                  {tally(one, name)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </Panel>
  );
}
