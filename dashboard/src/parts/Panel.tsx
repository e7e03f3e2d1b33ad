import { Component, type ReactNode, useId, useState } from "react";
import { Link } from "wouter";
import { csvOf, type Table } from "../values/table.ts";
import type { PanelSource } from "./PanelSource.ts";
import { TableView } from "./TableView.tsx";

type Props = {
  title: string;
  /** One sentence on what is seen. */
  lead?: ReactNode;
  source: PanelSource;
  /** What the panel shows in rows, for its CSV and its table; undefined while there is nothing. */
  table?: Table | undefined;
  /** What to say in the place of an empty picture; false where it is not empty. */
  empty?: string | false;
  size?: "half" | "third" | "full";
  children: ReactNode;
};

/** One part of a page: its title, its picture, its states, its rows as a table and as CSV, and the query behind it. */
export function Panel({
  title,
  lead,
  source,
  table,
  empty = false,
  size = "full",
  children,
}: Props): ReactNode {
  const heading = useId();
  const [asTable, setAsTable] = useState(false);
  const isReady = !source.isLoading && source.failure === null;
  return (
    <section
      className={`panel ${size}`}
      aria-labelledby={heading}
      aria-busy={source.isLoading || source.isRefreshing}
      data-refreshing={source.isRefreshing}
    >
      <header>
        <h2 id={heading}>{title}</h2>
        <div className="tools">
          {isReady && table !== undefined && table.rows.length > 0 ? (
            <>
              <button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
                Table
              </button>
              <button type="button" onClick={() => download(table)}>
                CSV
              </button>
            </>
          ) : null}
          <Link href={queryPage(source)}>Query</Link>
        </div>
      </header>
      {lead === undefined ? null : <p className="lead">{lead}</p>}
      <Guard>
        {source.isLoading ? (
          <p className="skeleton" role="status">
            <span className="hidden">Loading {title}</span>
          </p>
        ) : source.failure !== null ? (
          <Failed source={source} />
        ) : empty !== false ? (
          <p className="empty">{empty}</p>
        ) : asTable && table !== undefined ? (
          <TableView table={table} />
        ) : (
          children
        )}
      </Guard>
    </section>
  );
}

function Failed({ source: { failure, retry } }: { source: PanelSource }): ReactNode {
  return (
    <div className="failed" role="alert">
      <p>
        <strong>This could not be read.</strong> {failure?.message}
        {failure?.code ? <code> {failure.code}</code> : null}
      </p>
      <button type="button" onClick={retry}>
        Ask again
      </button>
    </div>
  );
}

class Guard extends Component<{ children: ReactNode }, { problem: string | null }> {
  override state = { problem: null };

  static getDerivedStateFromError(error: unknown): { problem: string } {
    return { problem: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.problem === null) return this.props.children;
    return (
      <p className="failed" role="alert">
        <strong>This could not be drawn.</strong> {this.state.problem}
      </p>
    );
  }
}

function queryPage({ question }: PanelSource): string {
  const { query, variables } = question();
  return `/query?${new URLSearchParams({ query, variables })}`;
}

function download(table: Table): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([csvOf(table)], { type: "text/csv" }));
  link.download = `${table.name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
