import { useEffect, useState } from "react";
import { Store, useStore } from "../api/Store.ts";

/** The system's theme, or the one that was chosen. */
export type Theme = "auto" | "light" | "dark";

const chosen = new Store<Theme>(stored());

/** The theme that was chosen, and how to choose another; the choice is kept in this browser. */
export function useChosenTheme(): [Theme, (theme: Theme) => void] {
  return [useStore(chosen), choose];
}

/** The theme that is seen. */
export function useTheme(): "light" | "dark" {
  const theme = useStore(chosen);
  const [system, setSystem] = useState(() => matchMedia("(prefers-color-scheme: dark)").matches);
  useEffect(() => {
    const query = matchMedia("(prefers-color-scheme: dark)");
    const follow = (): void => setSystem(query.matches);
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, []);
  if (theme !== "auto") return theme;
  return system ? "dark" : "light";
}

function choose(theme: Theme): void {
  if (theme === "auto") {
    localStorage.removeItem("theme");
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem("theme", theme);
    document.documentElement.dataset.theme = theme;
  }
  chosen.set(theme);
}

function stored(): Theme {
  const theme = localStorage.getItem("theme");
  return theme === "light" || theme === "dark" ? theme : "auto";
}
