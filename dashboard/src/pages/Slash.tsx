import type { ReactNode } from "react";
import { SlashDocument } from "../../generated/Slash/graphql.ts";
import { usePage } from "../api/usePage.ts";
import { Id } from "../parts/Id.tsx";
import { PageHead } from "../parts/PageHead.tsx";
import { Absent } from "./Absent.tsx";
import { Checks } from "./slash/Checks.tsx";
import { Facts } from "./slash/Facts.tsx";
import { Timeline } from "./slash/Timeline.tsx";
import { VerdictPanel } from "./slash/VerdictPanel.tsx";

/** One slash: what it came to, on what grounds, and how to check that without trusting this page. */
export function Slash({ id }: { id: string }): ReactNode {
  const { data, panel } = usePage(SlashDocument, { id });
  const source = panel("facts");
  if (data && data.facts === null && source.failure === null) return <Absent kind="slash" id={id} />;
  const sink = data?.facts?.sink.id;
  return (
    <>
      <PageHead kind="Slash" title="Was this slash justified?">
        {sink === undefined ? null : (
          <>
            The slash of sink <Id hex={sink} to={`/sinks/${sink}`} /> with the id <Id hex={id} />
          </>
        )}
      </PageHead>
      <VerdictPanel id={id} audit={data?.audit?.audit} source={panel("audit")} />
      <Facts facts={data?.facts ?? undefined} source={source} />
      <Timeline slash={data?.timeline ?? undefined} audit={data?.audit?.audit} source={panel("timeline")} />
      <Checks checks={data?.audit?.audit.checks} source={panel("audit")} />
    </>
  );
}
