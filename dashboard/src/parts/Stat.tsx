import type { ReactNode } from "react";

type Props = {
  label: string;
  explain?: ReactNode;
  note?: ReactNode;
  tone?: "good" | "warn" | "bad";
  children: ReactNode;
};

/** One headline figure with its name, and a note that says what it means. */
export function Stat({ label, explain, note, tone, children }: Props): ReactNode {
  return (
    <div className="stat" data-tone={tone}>
      <dt>
        {label}
        {explain}
      </dt>
      <dd>{children}</dd>
      {note === undefined ? null : <dd className="note">{note}</dd>}
    </div>
  );
}

/** A row of headline figures. */
export function Stats({ children }: { children: ReactNode }): ReactNode {
  return <dl className="stats">{children}</dl>;
}
