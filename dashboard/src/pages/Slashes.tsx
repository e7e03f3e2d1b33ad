import type { ReactNode } from "react";
import { SlashesDocument } from "../../generated/Slashes/graphql.ts";
import { usePage } from "../api/usePage.ts";
import { useChoice } from "../api/useUrl.ts";
import { PageHead } from "../parts/PageHead.tsx";
import { Panel } from "../parts/Panel.tsx";
import { VERDICT_NAMES, VERDICTS } from "../parts/Verdict.tsx";
import { SlashTable, slashCsv } from "./SlashTable.tsx";
import { Slashers } from "./slash/Slashers.tsx";

/** All slashes with their verdicts, and the record of each slasher. */
export function Slashes(): ReactNode {
  const [asked, choose] = useChoice("verdict");
  const verdict = VERDICT_NAMES.find((name) => name === asked) ?? null;
  const { data, panel } = usePage(SlashesDocument, { verdict });
  const rows = (data?.audits ?? []).map((audit) => ({ ...audit.slash, verdict: audit.verdict }));
  return (
    <>
      <PageHead title="Slashes">
        A slasher takes a part of a sink's stake and names a reason. Did the chain's own record justify it?
      </PageHead>
      <Panel
        title="Slashes by verdict"
        lead={verdict === null ? "The newest 100, audited by the policy." : VERDICTS[verdict].meaning}
        source={panel("audits")}
        table={slashCsv(rows)}
      >
        <fieldset className="segments filter">
          <legend className="hidden">Verdict</legend>
          <button type="button" aria-pressed={verdict === null} onClick={() => choose(null)}>
            All
          </button>
          {VERDICT_NAMES.map((name) => (
            <button key={name} type="button" aria-pressed={verdict === name} onClick={() => choose(name)}>
              {VERDICTS[name].tag}
            </button>
          ))}
        </fieldset>
        {rows.length === 0 ? (
          <p className="empty">{verdict === null ? "Nobody was slashed." : "No slash has this verdict."}</p>
        ) : (
          <SlashTable slashes={rows} />
        )}
      </Panel>
      <Slashers slashers={data?.slashers?.slashers} source={panel("slashers")} />
    </>
  );
}
