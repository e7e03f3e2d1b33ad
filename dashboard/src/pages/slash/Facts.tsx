import type { ReactNode } from "react";
import type { SlashQuery } from "../../../generated/Slash/graphql.ts";
import { Amount, Capacity } from "../../parts/Amount.tsx";
import { Id } from "../../parts/Id.tsx";
import { Moment } from "../../parts/Moment.tsx";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { whole } from "../../values/amount.ts";
import { inUtc, momentOf } from "../../values/moment.ts";
import { reasonWords } from "../../values/names.ts";

type State = NonNullable<SlashQuery["facts"]>;
type Props = { facts: State | undefined; source: PanelSource };

/** What happened: what was taken from whom, by whom, for which reason. */
export function Facts({ facts, source }: Props): ReactNode {
  return (
    <Panel
      title="What happened"
      source={source}
      size="half"
      table={
        facts && {
          name: "slash",
          columns: ["field", "value"],
          rows: [
            ["id", facts.id],
            ["time_utc", inUtc(momentOf(facts.timestamp))],
            ["block", facts.blockNumber],
            ["transaction", facts.transactionHash],
            ["reason", facts.reasonText ?? facts.reason],
            ["amount_wei", facts.amount],
            ["requested_wei", facts.requested],
            ["stake_before_wei", facts.stakeBefore],
            ["stake_after_wei", facts.stakeAfter],
            ["cap_before_units", facts.capBefore],
            ["cap_after_units", facts.capAfter],
          ],
        }
      }
    >
      {facts === undefined ? null : <Rows facts={facts} />}
    </Panel>
  );
}

function Rows({ facts }: { facts: State }): ReactNode {
  const hasEvidence = facts.evidenceHash !== null && !/^0x0+$/.test(facts.evidenceHash);
  return (
    <dl className="facts">
      <dt>When</dt>
      <dd>
        <Moment at={facts.timestamp} />, block {whole(facts.blockNumber)}
      </dd>
      <dt>Reason given</dt>
      <dd>{reasonWords(facts)}</dd>
      <dt>Taken</dt>
      <dd>
        <Amount wei={facts.amount} />
        {facts.requested === null || facts.requested === facts.amount ? null : (
          <>
            {" "}
            of <Amount wei={facts.requested} /> asked for
          </>
        )}
      </dd>
      <dt>Stake</dt>
      <dd>
        <Amount wei={facts.stakeBefore} /> → <Amount wei={facts.stakeAfter} />
      </dd>
      <dt>Cap</dt>
      <dd>
        <Capacity units={facts.capBefore} /> → <Capacity units={facts.capAfter} />
      </dd>
      <dt>Slasher</dt>
      <dd>
        {facts.slasher === null ? (
          "not on record"
        ) : (
          <>
            <Id hex={facts.slasher.id} /> who slashed {facts.slasher.slashCount} times and{" "}
            {facts.slasher.isAuthorized ? "may slash" : "may no longer slash"}
          </>
        )}
      </dd>
      <dt>Evidence named</dt>
      <dd>{hasEvidence && facts.evidenceHash !== null ? <Id hex={facts.evidenceHash} /> : "none"}</dd>
      <dt>Transaction</dt>
      <dd>
        <Id hex={facts.transactionHash} />
      </dd>
    </dl>
  );
}
