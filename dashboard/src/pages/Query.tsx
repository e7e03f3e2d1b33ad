import type { ReactNode } from "react";
import { useLocation, useSearch } from "wouter";
import { PageHead } from "../parts/PageHead.tsx";
import { useTheme } from "../parts/theme.ts";
import { EXAMPLES } from "./query/examples.ts";

/** GraphiQL with the example queries, or with the query behind a panel. */
export function Query(): ReactNode {
  const search = new URLSearchParams(useSearch());
  const [, go] = useLocation();
  const theme = useTheme();
  const query = search.get("query");
  const example =
    EXAMPLES.find(({ name }) => name === search.get("example")) ?? (query === null ? EXAMPLES[0] : undefined);
  const question = new URLSearchParams({ theme, query: example?.text ?? query ?? "" });
  if (example === undefined) question.set("variables", search.get("variables") ?? "");
  return (
    <>
      <PageHead title="Query">
        Everything on these pages, and more, answers at <code>POST /graphql</code>. Press the book for the
        schema.
      </PageHead>
      <div className="query">
        <nav aria-label="Example queries">
          <h2>Ready to run</h2>
          <ul>
            {EXAMPLES.map(({ name, title }) => (
              <li key={name}>
                <button
                  type="button"
                  aria-pressed={name === example?.name}
                  onClick={() => go(`/query?example=${name}`)}
                >
                  {title}
                </button>
              </li>
            ))}
          </ul>
        </nav>
        <iframe
          key={question.toString()}
          title="GraphiQL, an editor for queries"
          src={`/graphql#${question}`}
        />
      </div>
    </>
  );
}
