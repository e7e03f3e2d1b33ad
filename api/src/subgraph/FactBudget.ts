import { apiError } from "../errors.ts";

/** How many facts the derived fields of one request may read together. */
const MOST = 500_000;

/** Counts the facts that a request reads, so that its memory stays bounded. */
export class FactBudget {
  #left: number;

  constructor(most = MOST) {
    this.#left = most;
  }

  /**
   * Takes facts that were read off the budget.
   * @throws TOO_COMPLEX where it is spent
   */
  take(facts: number): void {
    this.#left -= facts;
    if (this.#left >= 0) return;
    const advice = "shorten the windows, or ask in parts";
    throw apiError(
      "TOO_COMPLEX",
      `The query's derived fields read more facts than the ${MOST} allowed: ${advice}.`,
    );
  }
}
