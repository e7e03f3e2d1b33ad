import type { ReactNode } from "react";

/** A sink's part of a task type's capacity, and of its stream (0..1). */
export type SharePair = {
  readonly name: ReactNode;
  readonly id: string;
  readonly capacity: number;
  readonly units: number;
};

const percents = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });

/** For each sink two bars: its part of the capacity, and its part of the stream. Equal bars are a pool that follows. */
export function SharePairs({ pairs }: { pairs: readonly SharePair[] }): ReactNode {
  const largest = Math.max(0.01, ...pairs.flatMap(({ capacity, units }) => [capacity, units]));
  return (
    <ul className="pairs">
      {pairs.map(({ id, name, capacity, units }) => (
        <li key={id}>
          {name}
          <span className="bars">
            <Bar
              part={capacity / largest}
              colour="var(--c1)"
              words={`${percents.format(capacity)} of the capacity`}
            />
            <Bar
              part={units / largest}
              colour="var(--c3)"
              words={`${percents.format(units)} of the stream`}
            />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Bar({ part, colour, words }: { part: number; colour: string; words: string }): ReactNode {
  return (
    <span className="bar">
      <span style={{ width: `${part * 72}%`, background: colour }} />
      <small>{words}</small>
    </span>
  );
}
