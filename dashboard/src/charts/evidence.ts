import { dot, dotX, plot, pointer, ruleX, tip } from "@observablehq/plot";
import { inUtc, inZone } from "../values/moment.ts";
import { tickWords } from "./frame.ts";

/** Something that happened near a slash. */
export type Occurrence = {
  readonly at: Date;
  readonly kind: string;
  readonly words: string;
  readonly isEvidence: boolean;
  readonly colour: string;
};

/** What happened around a slash, one line per kind; what the audit cites is filled, the slash itself is the upright. */
export function evidence(
  data: { occurrences: readonly Occurrence[]; slashedAt: Date },
  width: number,
): Element {
  const rows = data.occurrences.map((one) => ({
    ...one,
    title: `${one.words}\n${inZone(one.at)}\n${inUtc(one.at)}`,
  }));
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const cited = rows.filter(({ isEvidence }) => isEvidence);
  return plot({
    className: "plot",
    width,
    height: 60 + kinds.length * 34,
    marginLeft: 118,
    marginRight: 12,
    marginBottom: 28,
    x: { type: "time", label: null, ticks: Math.max(2, Math.floor(width / 110)), tickFormat: tickWords },
    y: { type: "band", domain: kinds, label: null, tickSize: 0 },
    marks: [
      ruleX([data.slashedAt], { stroke: "var(--bad)", strokeWidth: 2 }),
      dotX(rows, { x: "at", y: "kind", stroke: "colour", fill: "var(--surface)", r: 4 }),
      dot(cited, { x: "at", y: "kind", fill: "colour", stroke: "colour", r: 5 }),
      tip(rows, pointer({ x: "at", y: "kind", title: "title" })),
    ],
  });
}
