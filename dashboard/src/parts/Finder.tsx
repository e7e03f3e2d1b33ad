import { type FormEvent, type ReactNode, useState } from "react";
import { useLocation } from "wouter";
import { pageOf } from "../values/names.ts";

/** Finds a sink, a task type or a slash by what someone pastes. */
export function Finder(): ReactNode {
  const [, go] = useLocation();
  const [problem, setProblem] = useState(false);
  const find = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const page = pageOf(String(new FormData(event.currentTarget).get("id")));
    setProblem(page === null);
    if (page === null) return;
    event.currentTarget.reset();
    go(page);
  };
  return (
    <search className="finder">
      <form onSubmit={find}>
        <input
          name="id"
          type="search"
          aria-label="Find a sink by its address, a task type by its name, or a slash by its id"
          aria-invalid={problem}
          placeholder="Address, task type or slash id"
          autoComplete="off"
          spellCheck={false}
          onChange={() => setProblem(false)}
        />
        {problem ? (
          <span role="alert" className="problem">
            That is no address (20 bytes), task type or slash id (36 bytes).
          </span>
        ) : null}
      </form>
    </search>
  );
}
