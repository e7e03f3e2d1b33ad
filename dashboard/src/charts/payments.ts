import { rectY } from "@observablehq/plot";
import { frame, number, reading } from "./frame.ts";

/** What was paid in one interval (tokens); null where it is not known. */
export type Payment = {
  readonly from: Date;
  readonly to: Date;
  readonly drained: number;
  readonly streamed: number | null;
};

export const PAYMENT_KEYS = [
  { name: "streamed by the pool", colour: "var(--c1)", shape: "area" },
  { name: "paid out of the buffer", colour: "var(--c2)", shape: "area" },
] as const;

/** Payments per interval, streams below and drains upon them. */
export function payments(rows: readonly Payment[], width: number): Element {
  const first = rows[0];
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return document.createElement("div");
  const bars = rows.flatMap(({ from, to, drained, streamed }) => [
    { from, to, value: streamed ?? 0, colour: "var(--c1)" },
    { from, to, value: drained, colour: "var(--c2)" },
  ]);
  const readings = rows.map(({ from, drained, streamed }) =>
    reading(from, [
      `streamed: ${streamed === null ? "–" : `${number(streamed)} tokens`}`,
      `out of the buffer: ${number(drained)} tokens`,
    ]),
  );
  return frame({
    width,
    unit: "tokens per interval",
    from: first.from,
    to: last.to,
    readings,
    marks: [
      rectY(bars, {
        x1: "from",
        x2: "to",
        y: "value",
        fill: "colour",
        inset: width / rows.length > 4 ? 0.5 : 0,
      }),
    ],
  });
}
