import { type ReactNode, useState } from "react";
import type { SlashQuery } from "../../../generated/Slash/graphql.ts";
import { Id } from "../../parts/Id.tsx";
import { Panel } from "../../parts/Panel.tsx";
import type { PanelSource } from "../../parts/PanelSource.ts";
import { RESULTS, VERDICTS, Verdict, type VerdictName } from "../../parts/Verdict.tsx";
import { whole } from "../../values/amount.ts";
import { readable } from "../../values/found.ts";

type Audit = NonNullable<SlashQuery["audit"]>["audit"];
type Props = { id: string; audit: Audit | undefined; source: PanelSource };

/** The verdict in words, the evidence to take away, and the commands that check it against a node of one's own. */
export function VerdictPanel({ id, audit, source }: Props): ReactNode {
  return (
    <Panel title="Verdict" source={source} size="half">
      {audit === undefined ? null : (
        <>
          <p className="verdict large" data-tone={VERDICTS[audit.verdict].tone}>
            <Verdict name={audit.verdict} /> {VERDICTS[audit.verdict].meaning}
          </p>
          <Grounds audit={audit} />
          <p>
            <a className="button" href={audit.bundleUrl} download={`slash-${id}.json`}>
              Download the evidence (JSON)
            </a>
          </p>
          <p className="lead">
            Check the download against a node that you trust, or rebuild the audit from that node alone:
          </p>
          <Command line={`manometer verify slash-${id}.json --rpc URL`} />
          <Command line={`manometer audit ${id} --rpc URL`} />
          <p className="lead">
            Trust level {audit.level} of 3: {audit.levelReason}. Looked at up to block{" "}
            {whole(audit.observedToBlock)}. By policy {audit.policyVersion} with the SHA-256{" "}
            <Id hex={audit.policyHash} />
          </p>
        </>
      )}
    </Panel>
  );
}

/** The checks that decided, each with what was found. */
function Grounds({ audit: { checks, verdict } }: { audit: Audit }): ReactNode {
  const decisive = checks.filter(({ id, result }) => decides(verdict, id, result));
  return (
    <ul className="grounds">
      {decisive.map(({ id, title, result, detail }) => (
        <li key={id} title={detail}>
          <strong>{id}</strong> {title}: <em>{RESULTS[result]}</em>. {readable(detail)}
        </li>
      ))}
    </ul>
  );
}

function decides(verdict: VerdictName, id: string, result: Audit["checks"][number]["result"]): boolean {
  if (verdict === "SUPPORTED") return /^R[2-5]$/.test(id) && result === "PASS";
  if (verdict === "INSUFFICIENT_EVIDENCE") return /^R[12]$/.test(id) && result === "UNKNOWN";
  return /^([IR]\d|U1)$/.test(id) && result === "FAIL";
}

function Command({ line }: { line: string }): ReactNode {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(line);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <div className="command">
      <code>{line}</code>
      <button type="button" onClick={copy} aria-label={`Copy the command ${line}`}>
        {isCopied ? "Copied" : "Copy"}
      </button>
    </div>
  );
}
