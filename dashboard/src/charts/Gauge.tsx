import type { ReactNode } from "react";

const RADIUS = 40;
const ARC = Math.PI * RADIUS;

/** A pressure gauge from 0 to 1; the needle rests at the end above 1; dashed and empty where there is no maximum. */
export function Gauge({ pressure, label }: { pressure: number | null; label: string }): ReactNode {
  const part = Math.min(1, Math.max(0, pressure ?? 0));
  const angle = Math.PI * (1 - part);
  const tone = pressure === null ? "none" : part >= 0.95 ? "bad" : part >= 0.7 ? "warn" : "good";
  return (
    <svg className="gauge" data-tone={tone} viewBox="0 0 100 58" role="img" aria-label={label}>
      <path
        className="track"
        d="M10 52a40 40 0 0 1 80 0"
        strokeDasharray={pressure === null ? "2 4" : undefined}
      />
      <path className="part" d="M10 52a40 40 0 0 1 80 0" strokeDasharray={`${part * ARC} ${ARC}`} />
      {pressure === null ? null : (
        <line
          className="needle"
          x1="50"
          y1="52"
          x2={50 + 30 * Math.cos(angle)}
          y2={52 - 30 * Math.sin(angle)}
        />
      )}
      <circle className="hub" cx="50" cy="52" r="3.5" />
    </svg>
  );
}
