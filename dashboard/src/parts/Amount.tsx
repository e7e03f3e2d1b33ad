import type { ReactNode } from "react";
import { capacity, tokens, tokensInFull, tokensPerHour, whole } from "../values/amount.ts";

/** Token wei in few digits with its unit; all of it on hover. */
export function Amount({ wei }: { wei: string }): ReactNode {
  return (
    <data className="figure" value={wei} title={tokensInFull(wei)}>
      <Worded text={tokens(wei)} />
    </data>
  );
}

/** Units of capacity in few digits; all of them on hover. */
export function Capacity({ units }: { units: string }): ReactNode {
  return (
    <data className="figure" value={units} title={`${whole(units)} units of capacity`}>
      {capacity(units)}
      <span className="unit"> units</span>
    </data>
  );
}

/** A rate of a stream: wei per second as tokens per hour; all of it on hover. */
export function Rate({ weiPerSecond }: { weiPerSecond: string }): ReactNode {
  return (
    <data className="figure" value={weiPerSecond} title={`${whole(weiPerSecond)} wei per second`}>
      <Worded text={tokensPerHour(weiPerSecond)} />
    </data>
  );
}

/** "1,133.6 tokens" with its unit set apart. */
function Worded({ text }: { text: string }): ReactNode {
  const [number, ...unit] = text.split(" ");
  return (
    <>
      {number}
      <span className="unit"> {unit.join(" ")}</span>
    </>
  );
}
