import type { Actor, Stage } from "../stage.ts";
import { life } from "./life.ts";
import { slashes } from "./slashes.ts";

/** Something that happens once: at a thousandth of the history, or as soon after it as `when` allows. */
export type Beat = {
  name: string;
  at: number;
  when?: (stage: Stage) => boolean;
  play: (stage: Stage) => void;
};

/** The told part of the history: what must happen in every one, whatever the dice say. */
export class Story implements Actor {
  readonly #waiting: Beat[] = [...life, ...slashes];

  turn(stage: Stage): void {
    const ready = this.#waiting.filter((beat) => stage.permille >= beat.at && (beat.when?.(stage) ?? true));
    for (const beat of ready) {
      this.#waiting.splice(this.#waiting.indexOf(beat), 1);
      beat.play(stage);
    }
  }

  /** The beats that never came. */
  get missing(): string[] {
    return this.#waiting.map((beat) => beat.name);
  }
}
