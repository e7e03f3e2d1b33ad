import type { ReactNode } from "react";
import { Link, useSearch } from "wouter";

type Props = { to: string; title?: string; className?: string; children: ReactNode; current?: boolean };

/** A link to another page that keeps the window one looks at. */
export function GoTo({ to, title, className, children, current }: Props): ReactNode {
  const search = new URLSearchParams(useSearch());
  const kept = new URLSearchParams();
  for (const name of ["last", "from", "to", "interval"]) {
    const value = search.get(name);
    if (value !== null) kept.set(name, value);
  }
  return (
    <Link
      href={kept.size === 0 ? to : `${to}?${kept}`}
      {...(title === undefined ? {} : { title })}
      {...(className === undefined ? {} : { className })}
      {...(current ? { "aria-current": "page" as const } : {})}
    >
      {children}
    </Link>
  );
}
