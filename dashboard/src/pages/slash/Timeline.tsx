import { type ReactNode, useMemo } from "react";
import type { SlashQuery } from "../../../generated/Slash/graphql.ts";
import { Chart } from "../../charts/Chart.tsx";
import { evidence } from "../../charts/evidence.ts";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { momentOf } from "../../values/moment.ts";
import { aroundSlash } from "./aroundSlash.ts";

type State = NonNullable<SlashQuery["timeline"]>;
type Audit = NonNullable<SlashQuery["audit"]>["audit"];
type Props = { slash: State | undefined; audit: Audit | undefined; source: PanelSource };

/** What the sink did around the slash; what the audit cites is filled. */
export function Timeline({ slash, audit, source }: Props): ReactNode {
  const occurrences = useMemo(() => (slash && audit ? aroundSlash(slash, audit) : []), [slash, audit]);
  const draw = useMemo(
    () => (width: number) => evidence({ occurrences, slashedAt: momentOf(slash?.timestamp ?? "0") }, width),
    [occurrences, slash],
  );
  const cited = occurrences.filter(({ isEvidence }) => isEvidence).length;
  return (
    <Panel
      title="Around the slash"
      lead="The upright line is the slash. Filled dots are the evidence that the checks cite."
      source={source}
      table={{
        name: "around-the-slash",
        columns: ["time_utc", "kind", "what", "is_evidence"],
        rows: occurrences.map(({ at, kind, words, isEvidence }) => [
          at.toISOString(),
          kind,
          words,
          isEvidence,
        ]),
      }}
      empty={occurrences.length === 0 && "The sink did nothing around the slash."}
    >
      <Chart
        draw={draw}
        label={`${occurrences.length} acts of the sink around the slash, ${cited} of them cited as evidence`}
        keys={[
          { name: "the slash", colour: "var(--bad)" },
          { name: "cited as evidence", colour: "var(--c2)", shape: "dot" },
        ]}
      />
    </Panel>
  );
}
