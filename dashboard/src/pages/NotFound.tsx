import type { ReactNode } from "react";
import { GoTo } from "../parts/GoTo.tsx";
import { PageHead } from "../parts/PageHead.tsx";

/** What stands at an address that has no page. */
export function NotFound(): ReactNode {
  return (
    <PageHead title="There is no such page">
      Go to the <GoTo to="/">network</GoTo>, or paste an address into the field above.
    </PageHead>
  );
}
