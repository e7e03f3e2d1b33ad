import type { ReactNode } from "react";
import type { NetworkQuery } from "../../../generated/Network/graphql.ts";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { whole } from "../../values/amount.ts";
import { sentenceCase } from "../../values/names.ts";

type Props = { report: NetworkQuery["integrity"] | undefined; source: PanelSource };

/** Whether the record adds up: invariants that the API recomputes from the facts. */
export function Integrity({ report, source }: Props): ReactNode {
  const checks = report?.checks ?? [];
  const held = checks.filter(({ holds }) => holds === true).length;
  return (
    <Panel
      title="Does the record add up?"
      lead={
        report === undefined
          ? "Invariants, recomputed from every fact."
          : `${held} of ${checks.length} invariants hold, recomputed from every fact at this block.`
      }
      source={source}
      table={{
        name: "integrity",
        columns: ["check", "statement", "holds", "rows_read", "detail"],
        rows: checks.map(({ id, title, holds, rows, detail }) => [id, title, holds, rows, detail]),
      }}
      empty={checks.length === 0 && "No invariant was checked."}
      size="half"
    >
      <ul className="checks">
        {checks.map(({ id, title, holds, rows, detail }) => (
          <li key={id} data-result={holds === null ? "unknown" : holds ? "pass" : "fail"}>
            <span className="sign" aria-hidden="true" />
            <div>
              <strong>{sentenceCase(id)}</strong>
              <span className="hidden">
                {holds === null ? "could not be checked" : holds ? "holds" : "does not hold"}
              </span>
              <p>{title}</p>
              <small>{detail ?? `${whole(rows)} rows read`}</small>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
