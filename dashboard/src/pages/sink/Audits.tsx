import type { ReactNode } from "react";
import type { SinkQuery } from "../../../generated/Sink/graphql.ts";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { SlashTable, slashCsv } from "../SlashTable.tsx";

type Props = { audits: SinkQuery["audits"] | undefined; source: PanelSource };

/** The sink's slashes, and whether the record justifies each. */
export function Audits({ audits, source }: Props): ReactNode {
  const rows = (audits?.slashes ?? []).map(({ audit, ...slash }) => ({
    ...slash,
    sink: { id: audits?.id ?? "" },
    verdict: audit.verdict,
  }));
  return (
    <Panel
      title="Its slashes, audited"
      lead="Each is checked against the chain's own record, by a policy that is written down."
      source={source}
      table={slashCsv(rows)}
      empty={rows.length === 0 && "It was never slashed."}
    >
      <SlashTable slashes={rows} />
    </Panel>
  );
}
