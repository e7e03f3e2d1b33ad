import { type ReactNode, useState } from "react";
import { short } from "../values/names.ts";
import { GoTo } from "./GoTo.tsx";

type Props = { hex: string; to?: string; label?: string };

/** An address, hash or id: shortened, in full on hover, and copied at a click on its button. */
export function Id({ hex, to, label }: Props): ReactNode {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(hex);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  const name = label ?? short(hex);
  return (
    <span className="id">
      {to === undefined ? (
        <span className="mono" title={hex}>
          {name}
        </span>
      ) : (
        <GoTo to={to} title={hex} className="mono">
          {name}
        </GoTo>
      )}
      <button type="button" className="copy" title={`Copy ${hex}`} aria-label={`Copy ${hex}`} onClick={copy}>
        <svg
          viewBox="0 0 16 16"
          width="13"
          height="13"
          aria-hidden="true"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.4"
        >
          {isCopied ? <path d="m3 8.5 3.2 3.2L13 5" /> : <path d="M10.5 5.5v-3h-8v8h3M5.5 5.5h8v8h-8z" />}
        </svg>
      </button>
      <span role="status" className="hidden">
        {isCopied ? "Copied" : ""}
      </span>
    </span>
  );
}
