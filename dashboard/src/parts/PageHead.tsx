import { type ReactNode, useEffect } from "react";

type Props = { title: string; kind?: string; children?: ReactNode; tools?: ReactNode };

/** A page's name, what it answers, and its window. */
export function PageHead({ title, kind, children, tools }: Props): ReactNode {
  useEffect(() => {
    document.title = `${title} · Manometer`;
  }, [title]);
  return (
    <div className="head">
      <div>
        {kind === undefined ? null : <p className="kind">{kind}</p>}
        <h1>{title}</h1>
        {children === undefined ? null : <p className="about">{children}</p>}
      </div>
      {tools}
    </div>
  );
}
