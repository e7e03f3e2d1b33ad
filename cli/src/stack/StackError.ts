/** A failure a person can act on: what was wrong, what to do, and the last log lines that show it. */
export class StackError extends Error {
  readonly advice: string;
  readonly log: readonly string[];

  constructor(message: string, advice: string, log: readonly string[] = []) {
    super(message);
    this.name = "StackError";
    this.advice = advice;
    this.log = log;
  }
}

/** The text of anything thrown, cut to its first line. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n", 1)[0] ?? "";
}

/** The errno code of a system error ("ENOENT"), or null for any other thing thrown. */
export function errorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}
