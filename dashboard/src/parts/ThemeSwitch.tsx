import type { ReactNode } from "react";
import { type Theme, useChosenTheme } from "./theme.ts";

const next: Record<Theme, Theme> = { auto: "light", light: "dark", dark: "auto" };
const words: Record<Theme, string> = { auto: "as the system", light: "light", dark: "dark" };
const signs: Record<Theme, string> = { auto: "◐", light: "○", dark: "●" };

/** Switches between the system's theme, light and dark. */
export function ThemeSwitch(): ReactNode {
  const [theme, choose] = useChosenTheme();
  const label = `Colours: ${words[theme]}. Change to ${words[next[theme]]}`;
  return (
    <button
      type="button"
      className="theme"
      onClick={() => choose(next[theme])}
      title={label}
      aria-label={label}
    >
      <span aria-hidden="true">{signs[theme]}</span>
    </button>
  );
}
