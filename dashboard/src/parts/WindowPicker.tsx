import { type FormEvent, type ReactNode, useId, useState } from "react";
import { useView } from "../api/useUrl.ts";
import { INTERVALS, intervalFor, intervalsFor, SPANS, type Span } from "../values/span.ts";

/** Chooses the window and the interval of a page; both are in its URL. */
export function WindowPicker(): ReactNode {
  const { view, show } = useView();
  const [isOpen, setOpen] = useState("from" in view.span);
  const id = useId();
  const choose = (span: Span): void => show({ span, interval: intervalFor(span) });
  return (
    <div className="picker">
      <fieldset className="segments">
        <legend className="hidden">Window</legend>
        {SPANS.map(({ last, label, interval }) => (
          <button
            key={last}
            type="button"
            aria-pressed={"last" in view.span && view.span.last === last}
            onClick={() => {
              setOpen(false);
              show({ span: { last }, interval });
            }}
          >
            {label}
          </button>
        ))}
        <button
          type="button"
          aria-pressed={"from" in view.span}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          Custom
        </button>
      </fieldset>
      <label className="interval" htmlFor={id}>
        per
        <select
          id={id}
          value={view.interval}
          onChange={(event) => show({ ...view, interval: event.target.value })}
        >
          {intervalsFor(view.span).map(({ interval, label }) => (
            <option key={interval} value={interval}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {isOpen ? <CustomSpan span={view.span} choose={choose} /> : null}
    </div>
  );
}

/** The words for an interval, e.g. "15 minutes". */
export function intervalWords(interval: string): string {
  return INTERVALS.find((choice) => choice.interval === interval)?.label ?? interval;
}

function CustomSpan({ span, choose }: { span: Span; choose: (span: Span) => void }): ReactNode {
  const [problem, setProblem] = useState("");
  const id = useId();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const from = new Date(String(fields.get("from")));
    const to = new Date(String(fields.get("to")));
    const isOrdered = from < to;
    setProblem(isOrdered ? "" : "The beginning must be before the end.");
    if (isOrdered) choose({ from: isoOf(from), to: isoOf(to) });
  };
  return (
    <form className="custom" onSubmit={submit}>
      <label htmlFor={`${id}from`}>
        From
        <input
          id={`${id}from`}
          name="from"
          type="datetime-local"
          required
          defaultValue={fieldOf(span, "from")}
        />
      </label>
      <label htmlFor={`${id}to`}>
        to
        <input id={`${id}to`} name="to" type="datetime-local" required defaultValue={fieldOf(span, "to")} />
      </label>
      <button type="submit">Show</button>
      <span className="hint">
        Times are in your zone, {Intl.DateTimeFormat().resolvedOptions().timeZone}.
      </span>
      {problem === "" ? null : <span role="alert">{problem}</span>}
    </form>
  );
}

function isoOf(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}

function fieldOf(span: Span, edge: "from" | "to"): string {
  const moment = new Date("from" in span ? span[edge] : Date.now() - (edge === "from" ? 86_400_000 : 0));
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
