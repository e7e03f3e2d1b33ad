import type { ReactNode } from "react";
import { Amount } from "../parts/Amount.tsx";
import { GoTo } from "../parts/GoTo.tsx";
import { Id } from "../parts/Id.tsx";
import { Moment } from "../parts/Moment.tsx";
import { ScrollTable } from "../parts/ScrollTable.tsx";
import { Verdict, type VerdictName } from "../parts/Verdict.tsx";
import { inUtc, momentOf } from "../values/moment.ts";
import { reasonWords } from "../values/names.ts";
import { percent } from "../values/ratio.ts";
import type { Table } from "../values/table.ts";

/** A slash as a row of a table. */
export type SlashRow = {
  readonly id: string;
  readonly timestamp: string;
  readonly amount: string;
  readonly reason: string;
  readonly reasonText: string | null;
  readonly stakeBefore: string;
  readonly sink: { readonly id: string };
  readonly slasher: { readonly id: string } | null;
  readonly verdict: VerdictName;
};

/** Slashes with what was taken, why, by whom, and whether the record justifies it. */
export function SlashTable({ slashes }: { slashes: readonly SlashRow[] }): ReactNode {
  return (
    <ScrollTable label="Slashes">
      <thead>
        <tr>
          <th scope="col">Slash</th>
          <th scope="col">Verdict</th>
          <th scope="col">Reason given</th>
          <th scope="col" className="number">
            Taken
          </th>
          <th scope="col" className="number">
            Of its stake
          </th>
          <th scope="col">Sink</th>
          <th scope="col">Slasher</th>
        </tr>
      </thead>
      <tbody>
        {slashes.map((slash) => (
          <tr key={slash.id}>
            <th scope="row">
              <GoTo to={`/slashes/${slash.id}`}>
                <Moment at={slash.timestamp} />
              </GoTo>
            </th>
            <td>
              <Verdict name={slash.verdict} />
            </td>
            <td>{reasonWords(slash)}</td>
            <td className="number">
              <Amount wei={slash.amount} />
            </td>
            <td className="number">{percent(shareOf(slash))}</td>
            <td>
              <Id hex={slash.sink.id} to={`/sinks/${slash.sink.id}`} />
            </td>
            <td>{slash.slasher === null ? "not known" : <Id hex={slash.slasher.id} />}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

/** The same rows for CSV. */
export function slashCsv(slashes: readonly SlashRow[]): Table {
  return {
    name: "slashes",
    columns: [
      "id",
      "time_utc",
      "verdict",
      "reason",
      "reason_bytes",
      "amount_wei",
      "stake_before_wei",
      "sink",
      "slasher",
    ],
    rows: slashes.map((slash) => [
      slash.id,
      inUtc(momentOf(slash.timestamp)),
      slash.verdict,
      slash.reasonText,
      slash.reason,
      slash.amount,
      slash.stakeBefore,
      slash.sink.id,
      slash.slasher?.id ?? null,
    ]),
  };
}

function shareOf({ amount, stakeBefore }: SlashRow): string | null {
  return stakeBefore === "0" ? null : String(Number(amount) / Number(stakeBefore));
}
