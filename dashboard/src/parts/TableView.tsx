import type { ReactNode } from "react";
import type { Table } from "../values/table.ts";
import { ScrollTable } from "./ScrollTable.tsx";

/** Rows that a table shows at most; its CSV has all. */
const MOST_ROWS = 500;

/** A chart's rows as a table, exact as the API gave them. */
export function TableView({ table }: { table: Table }): ReactNode {
  return (
    <>
      <ScrollTable label={`${table.name} as a table`} tall>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.slice(0, MOST_ROWS).map((row) => (
            <tr key={row.join()}>
              {row.map((cell, index) => (
                <td key={table.columns[index]} className="figure">
                  {cell === null ? "–" : String(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      {table.rows.length > MOST_ROWS ? (
        <p>
          The first {MOST_ROWS} rows; the CSV has all {table.rows.length}.
        </p>
      ) : null}
    </>
  );
}
