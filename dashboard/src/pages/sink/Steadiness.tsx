import type { ReactNode } from "react";
import { percent } from "../../values/ratio.ts";

/** From which relative swing on a sink is called what: thresholds of this page, not of the network. */
const grades = [
  { below: 0.05, words: "steady", tone: "good" },
  { below: 0.2, words: "moving", tone: "warn" },
  { below: Number.POSITIVE_INFINITY, words: "unsteady", tone: "bad" },
] as const;

/** The relative swing in one word: steady below 5%, moving below 20%, else unsteady. */
export function Steadiness({ ratio }: { ratio: string | null }): ReactNode {
  if (ratio === null) return <p className="verdict">There are too few reveals in the window to tell.</p>;
  const grade = grades.find(({ below }) => Number(ratio) < below) ?? grades[2];
  return (
    <p className="verdict">
      <span className={`tag ${grade.tone}`}>{grade.words}</span> It swings by {percent(ratio)} around its
      mean. Below 5% reads as steady, from 20% on as unsteady.
    </p>
  );
}
