import { lineY, rect } from "@observablehq/plot";
import { frame, held, number, reading } from "./frame.ts";

export type StageLines = {
  /** From upstream to downstream. */
  readonly stages: readonly { readonly name: string; readonly colour: string }[];
  /** One row per interval: each stage's capacity (units), and the index of the bottleneck, −1 where there is none. */
  readonly rows: readonly {
    readonly from: Date;
    readonly to: Date;
    readonly capacities: readonly number[];
    readonly bottleneck: number;
  }[];
};

/** The capacities of a pipeline's stages, over a ribbon in the colour of the stage that was the bottleneck. */
export function stageLines({ stages, rows }: StageLines, width: number): Element {
  const first = rows[0];
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return document.createElement("div");
  const top = Math.max(1, ...rows.flatMap(({ capacities }) => capacities)) * 1.05;
  const ribbon = rows.map(({ from, to, bottleneck }) => ({
    from,
    to,
    colour: stages[bottleneck]?.colour ?? "none",
  }));
  const readings = rows.map(({ from, capacities, bottleneck }) =>
    reading(
      from,
      stages.map(({ name }, index) => {
        const value = capacities[index];
        return `${name}: ${value === undefined ? "–" : number(value)}${index === bottleneck ? " (bottleneck)" : ""}`;
      }),
    ),
  );
  return frame({
    width,
    height: 260,
    unit: "units of capacity",
    from: first.from,
    to: last.to,
    readings,
    y: { domain: [-top * 0.09, top], ticks: 5 },
    marks: [
      rect(ribbon, { x1: "from", x2: "to", y1: -top * 0.09, y2: -top * 0.02, fill: "colour" }),
      ...stages.map(({ colour }, index) =>
        lineY(
          held(rows, "from", last.to).map(({ from, capacities }) => ({
            at: from,
            value: capacities[index] ?? null,
          })),
          { x: "at", y: "value", stroke: colour, strokeWidth: 1.75, curve: "step-after" },
        ),
      ),
    ],
  });
}
