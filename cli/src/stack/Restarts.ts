const WITHIN_MS = 600_000;

/** How often each part has been started again, so that one that cannot live does not do so for ever. */
export class Restarts {
  /** Restarts of one part within ten minutes. */
  static readonly MOST = 5;
  readonly #firstDelay: number;
  readonly #times = new Map<string, number[]>();

  /** `firstDelay`: how long to wait before the first one (ms). */
  constructor(firstDelay = 200) {
    this.#firstDelay = firstDelay;
  }

  /**
   * How long to wait before this part is started again (ms), twice as long each time. Null when it has died too
   * often within ten minutes. `now`: any steady clock's milliseconds.
   */
  next(name: string, now = performance.now()): number | null {
    const recent = (this.#times.get(name) ?? []).filter((time) => now - time < WITHIN_MS);
    if (recent.length >= Restarts.MOST) return null;
    this.#times.set(name, [...recent, now]);
    return this.#firstDelay * 2 ** recent.length;
  }
}
