import type { ReactNode } from "react";
import { PageHead } from "../parts/PageHead.tsx";

/** What stands where the index knows nothing of an id. */
export function Absent({ kind, id }: { kind: string; id: string }): ReactNode {
  return (
    <PageHead title={`There is no such ${kind}`}>
      The index knows no {kind} with the id <span className="mono">{id}</span>. It may be from another
      network, or not indexed yet: this page looks again with each new block.
    </PageHead>
  );
}
