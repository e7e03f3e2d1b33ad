import { areaY, lineY, rect } from "@observablehq/plot";
import { frame, held, number, reading } from "./frame.ts";

/** A buffer at the end of one interval (tokens); limit is null where it is unlimited. */
export type Level = {
  readonly from: Date;
  readonly to: Date;
  readonly level: number;
  readonly peak: number;
  readonly limit: number | null;
  readonly secondsInFull: number;
};

export const LEVEL_KEYS = [
  { name: "waiting", colour: "var(--c1)", shape: "area" },
  { name: "maximum", colour: "var(--ink-2)", shape: "dash" },
  { name: "was full", colour: "var(--bad)", shape: "area" },
] as const;

/** A buffer's level under its maximum, with the spells in which it was full. */
export function level(rows: readonly Level[], width: number): Element {
  const first = rows[0];
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return document.createElement("div");
  const top = Math.max(...rows.map(({ peak, limit }) => Math.max(peak, limit ?? 0))) * 1.05 || 1;
  const full = rows.filter(({ secondsInFull }) => secondsInFull > 0);
  const steps = held(rows, "from", last.to);
  const readings = rows.map(({ from, level: waiting, peak, limit, secondsInFull }) =>
    reading(from, [
      `waiting at the end: ${number(waiting)} tokens`,
      `highest: ${number(peak)} tokens`,
      `maximum: ${limit === null ? "unlimited" : `${number(limit)} tokens`}`,
      `full for: ${secondsInFull} s`,
    ]),
  );
  return frame({
    width,
    unit: "tokens waiting",
    from: first.from,
    to: last.to,
    readings,
    y: { domain: [0, top] },
    marks: [
      rect(full, { x1: "from", x2: "to", y1: 0, y2: top, fill: "var(--bad)", fillOpacity: 0.16 }),
      areaY(steps, { x: "from", y: "level", fill: "var(--c1)", fillOpacity: 0.25, curve: "step-after" }),
      lineY(steps, { x: "from", y: "level", stroke: "var(--c1)", strokeWidth: 1.75, curve: "step-after" }),
      lineY(steps, {
        x: "from",
        y: "limit",
        stroke: "var(--ink-2)",
        strokeDasharray: "5,4",
        curve: "step-after",
      }),
    ],
  });
}
