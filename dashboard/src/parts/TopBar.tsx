import type { ReactNode } from "react";
import { useLocation } from "wouter";
import { Finder } from "./Finder.tsx";
import { Freshness } from "./Freshness.tsx";
import { GoTo } from "./GoTo.tsx";
import { ThemeSwitch } from "./ThemeSwitch.tsx";

const pages = [
  { to: "/", name: "Network", also: ["/tasks", "/sinks"] },
  { to: "/slashes", name: "Slashes", also: ["/slashes"] },
  { to: "/pipelines", name: "Pipeline", also: [] },
  { to: "/query", name: "Query", also: [] },
];

/** The bar on top: where one is, where one can go, and how fresh the figures are. */
export function TopBar(): ReactNode {
  const [path] = useLocation();
  return (
    <header className="top">
      <GoTo to="/" className="brand">
        <img src="/favicon.svg" alt="" width="26" height="26" />
        Manometer
      </GoTo>
      <nav aria-label="Pages">
        {pages.map(({ to, name, also }) => (
          <GoTo key={to} to={to} current={path === to || also.some((folder) => path.startsWith(folder))}>
            {name}
          </GoTo>
        ))}
      </nav>
      <Finder />
      <Freshness />
      <ThemeSwitch />
    </header>
  );
}
