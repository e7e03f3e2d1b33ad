import { areaY } from "@observablehq/plot";
import { frame, held, reading } from "./frame.ts";

export type SharesData = {
  /** The parts from the bottom up, with their colours. */
  readonly parts: readonly { readonly name: string; readonly colour: string }[];
  /** One row per moment: each part's share (0..1) in the order of `parts`; null where nothing is shared out. */
  readonly rows: readonly { readonly at: Date; readonly shares: readonly (number | null)[] }[];
  readonly from: Date;
  readonly to: Date;
};

const percents = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });

/** Who has which part of a whole over time, one part upon the other. */
export function shares({ parts, rows, from, to }: SharesData, width: number): Element {
  const cells = held(rows, "at", to).flatMap(({ at, shares: values }) =>
    parts.map(({ name, colour }, index) => ({ at, name, colour, share: values[index] ?? 0 })),
  );
  const readings = rows.map(({ at, shares: values }) =>
    reading(
      at,
      values.every((value) => value === null)
        ? ["Nothing is shared out"]
        : parts.map(({ name }, index) => `${name}: ${percents.format(values[index] ?? 0)}`).reverse(),
    ),
  );
  return frame({
    width,
    height: 190,
    unit: "share of the stream",
    from,
    to,
    readings,
    y: { domain: [0, 1], tickFormat: (value: number) => percents.format(value) },
    marks: [
      areaY(cells, {
        x: "at",
        y: "share",
        z: "name",
        fill: "colour",
        curve: "step-after",
        order: parts.map(({ name }) => name),
        fillOpacity: 0.9,
      }),
    ],
  });
}
