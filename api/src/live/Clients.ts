/** Who is connected for subscriptions, and how many may be. */
export class Clients {
  readonly #most: number;
  #count = 0;

  /** @param most how many may be connected at once */
  constructor(most: number) {
    this.#most = most;
  }

  /** How many are connected now. */
  get count(): number {
    return this.#count;
  }

  /** Why no other can come. */
  get fullText(): string {
    return `${this.#most} clients are connected for subscriptions, and no more are allowed: try again later.`;
  }

  /** Lets a client in, and gives what to call once when it goes; null where there is no room. */
  enter(): (() => void) | null {
    if (this.#count >= this.#most) return null;
    this.#count += 1;
    return () => {
      this.#count -= 1;
    };
  }
}
