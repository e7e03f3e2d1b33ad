import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";

/** One entry of a chart's legend. */
export type Key = {
  readonly name: string;
  readonly colour: string;
  readonly shape?: "line" | "dash" | "area" | "dot";
};

type Props = {
  /** The picture of this data at a width (px). */
  draw: (width: number) => Element;
  /** What is seen, in a sentence, for those who do not see it. */
  label: string;
  keys?: readonly Key[];
};

/** Hangs a picture into the page, and draws it again when its data or the width it has changes. */
export function Chart({ draw, label, keys = [] }: Props): ReactNode {
  const holder = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (holder.current !== null) setWidth(Math.floor(holder.current.clientWidth));
  }, []);
  useEffect(() => {
    const watcher = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    if (holder.current !== null) watcher.observe(holder.current);
    return () => watcher.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (width <= 0) return;
    const picture = draw(width);
    // The holder's label stands for it: Plot's own labels name its marks, not what is seen.
    picture.setAttribute("aria-hidden", "true");
    holder.current?.replaceChildren(picture);
  }, [draw, width]);
  return (
    <figure className="chart">
      {keys.length === 0 ? null : <Legend keys={keys} />}
      <div ref={holder} role="img" aria-label={label} className="canvas" />
    </figure>
  );
}

function Legend({ keys }: { keys: readonly Key[] }): ReactNode {
  return (
    <ul className="legend">
      {keys.map(({ name, colour, shape = "line" }) => (
        <li key={name}>
          <span className="swatch" data-shape={shape} style={{ color: colour }} aria-hidden="true" />
          {name}
        </li>
      ))}
    </ul>
  );
}
