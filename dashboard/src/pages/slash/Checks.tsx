import type { ReactNode } from "react";
import type { SlashQuery } from "../../../generated/Slash/graphql.ts";
import { Id } from "../../parts/Id.tsx";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { RESULTS } from "../../parts/Verdict.tsx";
import { readable } from "../../values/found.ts";
import { plainWords } from "../../values/names.ts";

type Check = NonNullable<SlashQuery["audit"]>["audit"]["checks"][number];
type Props = { checks: readonly Check[] | undefined; source: PanelSource };

const groups = [
  { letter: "I", name: "Do the records agree?" },
  { letter: "U", name: "Who slashed?" },
  { letter: "R", name: "Does the reason hold?" },
  { letter: "X", name: "For information" },
];

/** Every check of the audit, with what was found and the logs that it rests on. */
export function Checks({ checks = [], source }: Props): ReactNode {
  return (
    <Panel
      title="The checks"
      lead="A verdict follows from these alone. Each rests on logs of the chain."
      source={source}
      table={{
        name: "checks",
        columns: ["check", "result", "statement", "found", "evidence"],
        rows: checks.map(({ id, result, title, detail, evidence }) => [
          id,
          result,
          title,
          detail,
          evidence.map((log) => `${log.type} ${log.id}`).join(" "),
        ]),
      }}
      empty={checks.length === 0 && "Nothing was checked."}
    >
      <div className="columns">
        {groups.map(({ letter, name }) => (
          <section key={letter}>
            <h3>{name}</h3>
            <ul className="checks">
              {checks
                .filter(({ id }) => id.startsWith(letter))
                .map((check) => (
                  <One key={check.id} check={check} />
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Panel>
  );
}

function One({ check: { id, result, title, detail, evidence } }: { check: Check }): ReactNode {
  return (
    <li data-result={result.toLowerCase()}>
      <span className="sign" aria-hidden="true" />
      <div>
        <strong>
          {id} {title}
        </strong>
        <p title={detail}>
          <span className={result === "FAIL" ? "tag bad" : "tag"}>{RESULTS[result]}</span> {readable(detail)}
        </p>
        {evidence.length === 0 ? null : (
          <details>
            <summary>{evidence.length === 1 ? "1 log" : `${evidence.length} logs`} of evidence</summary>
            <ul className="logs">
              {evidence.map((log) => (
                <li key={log.id}>
                  {plainWords(log.type)} in block {log.blockNumber}, <Id hex={log.id} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </li>
  );
}
