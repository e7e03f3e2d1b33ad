import { type ReactNode, useId } from "react";
import { type Explained, words } from "../../generated/words.ts";

type Props = { term: string; of?: Explained; children?: ReactNode };

/** A small button that says what a figure means: in plain words first, then as the API's schema defines it. */
export function Explain({ term, of, children }: Props): ReactNode {
  const id = useId();
  return (
    <>
      <button type="button" className="explain" popoverTarget={id} aria-label={`What is ${term}?`}>
        ?
      </button>
      <span id={id} popover="auto" className="explanation">
        <strong>{term}</strong>
        {children === undefined ? null : <span>{children}</span>}
        {of === undefined ? null : <span className="definition">{words[of]}</span>}
      </span>
    </>
  );
}
