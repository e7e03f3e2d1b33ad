import type { ReactNode } from "react";

// What scrolls must be reachable by keyboard.
const scrolls = (label: string) => ({ tabIndex: 0, role: "region", "aria-label": label });

/** A table that scrolls on its own where the page is narrow. */
export function ScrollTable({
  label,
  children,
  tall,
}: {
  label: string;
  children: ReactNode;
  tall?: boolean;
}): ReactNode {
  return (
    <div className={tall ? "scroll tall" : "scroll"} {...scrolls(label)}>
      <table>{children}</table>
    </div>
  );
}
