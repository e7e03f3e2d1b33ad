import { dot, lineY, ruleX } from "@observablehq/plot";
import { frame, held, number, reading } from "./frame.ts";

/** A line over time: a value holds until the next; null where nothing is known. */
export type Series = {
  readonly name: string;
  readonly colour: string;
  readonly dash?: boolean;
  readonly faint?: boolean;
  readonly points: readonly { readonly at: Date; readonly value: number | null }[];
};

/** A single moment that is marked on a chart of lines. */
export type Spot = {
  readonly at: Date;
  readonly value: number;
  readonly words: string;
  readonly colour: string;
};

export type LinesData = {
  readonly series: readonly Series[];
  readonly spots?: readonly Spot[];
  readonly unit: string;
  readonly from: Date;
  readonly to: Date;
  readonly asText?: (value: number) => string;
  readonly height?: number;
};

/** More marks than this would hide the lines behind their rules. */
const MOST_RULES = 12;

/** Lines over time with spots on them. All series have their points at the same moments. */
export function lines(
  { series, spots = [], unit, from, to, asText = number, height }: LinesData,
  width: number,
): Element {
  const moments = series[0]?.points ?? [];
  const readings = moments.map(({ at }, index) =>
    reading(at, [
      ...series.map(({ name, points }) => {
        const value = points[index]?.value ?? null;
        return `${name}: ${value === null ? "–" : asText(value)}`;
      }),
      ...spotsNear(spots, at, moments[index + 1]?.at ?? to),
    ]),
  );
  return frame({
    width,
    unit,
    from,
    to,
    readings,
    ...(height === undefined ? {} : { height }),
    y: { tickFormat: asText },
    marks: [
      ...series.map(({ points, colour, dash, faint }) =>
        lineY(held(points, "at", to), {
          x: "at",
          y: "value",
          stroke: colour,
          strokeWidth: faint ? 1 : 1.75,
          strokeOpacity: faint ? 0.65 : 1,
          curve: "step-after",
          ...(dash ? { strokeDasharray: "5,4" } : {}),
        }),
      ),
      ruleX(spots.length > MOST_RULES ? [] : spots, { x: "at", stroke: "colour", strokeOpacity: 0.25 }),
      dot(spots, {
        x: "at",
        y: "value",
        fill: "colour",
        stroke: "var(--surface)",
        r: spots.length > MOST_RULES ? 3 : 4.5,
      }),
    ],
  });
}

function spotsNear(spots: readonly Spot[], from: Date, to: Date): string[] {
  const near = spots.filter(({ at }) => at >= from && at < to).map(({ words }) => words);
  return near.length > 4 ? [...near.slice(0, 3), `and ${near.length - 3} more`] : near;
}
