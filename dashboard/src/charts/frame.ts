import { type Markish, type PlotOptions, plot, pointerX, ruleX, tip } from "@observablehq/plot";
import { inUtc, inZone } from "../values/moment.ts";

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const date = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

/** What the pointer reads off a chart at one moment: lines of words. */
export type Reading = { readonly at: Date; readonly words: string };

type Frame = {
  readonly width: number;
  readonly height?: number;
  /** The unit of the vertical axis. */
  readonly unit: string;
  readonly marks: Markish[];
  readonly readings: readonly Reading[];
  readonly from: Date;
  readonly to: Date;
  readonly y?: PlotOptions["y"];
};

/** Draws marks over time in the viewer's zone, with the readings under the pointer. */
export function frame({ width, height = 220, unit, marks, readings, from, to, y }: Frame): Element {
  return plot({
    className: "plot",
    width,
    height,
    marginLeft: 46,
    marginRight: 18,
    marginTop: 22,
    marginBottom: 26,
    x: {
      type: "time",
      domain: [from, to],
      label: null,
      ticks: Math.max(2, Math.floor(width / 90)),
      tickFormat: tickWords,
    },
    y: {
      label: unit,
      labelArrow: "none",
      grid: true,
      ticks: 4,
      zero: true,
      nice: true,
      tickFormat: number,
      ...y,
    },
    marks: [
      ...marks,
      ruleX(readings, pointerX({ x: "at", stroke: "var(--ink-3)", strokeDasharray: "2,3" })),
      tip(
        readings,
        pointerX({ x: "at", title: "words", frameAnchor: "top", pointerSize: 8, maxRadius: 2000 }),
      ),
    ],
  });
}

/** A moment on an axis in the viewer's zone: midnights as a date, the rest as a time. */
export function tickWords(at: Date): string {
  return at.getHours() === 0 && at.getMinutes() === 0 ? date.format(at) : clock.format(at);
}

/** The rows of a step line, with the last value held to the end of the window. */
export function held<Row>(rows: readonly Row[], at: keyof Row & string, to: Date): Row[] {
  const last = rows.at(-1);
  return last === undefined ? [] : [...rows, { ...last, [at]: to }];
}

/** A number on an axis or in a reading, e.g. "102B". */
export function number(value: number): string {
  return value !== 0 && Math.abs(value) < 0.01 ? value.toPrecision(2) : compact.format(value);
}

/** What the pointer reads at a moment: when, in both zones, then a line for each value. */
export function reading(at: Date, lines: readonly string[]): Reading {
  return { at, words: [inZone(at), inUtc(at), "", ...lines].join("\n") };
}
