import type { Attempt } from "./Attempt.ts";
import { attemptAt } from "./attemptAt.ts";
import { judge } from "./judge.ts";
import { send } from "./send.ts";
import { Vocabulary } from "./Vocabulary.ts";

/** An attempt whose reply was wrong, and how it can be sent again. */
export type Failed = { index: number; wrong: string; replay: string; attempt: string };

const COLUMNS = ["valid", "malformed", "socket", "websocket"] as const;
type Column = (typeof COLUMNS)[number];

const ATTEMPTS = "attempts";
const AT_ONCE = 8;
const SHOWN = 3000;

/** Sends many attempts to a running API and keeps count of what comes back. */
export class Barrage {
  readonly failed: Failed[] = [];
  readonly vocabulary: Vocabulary;
  readonly #counts = new Map<string, Map<string, number>>();
  readonly #seed: number;
  readonly #origin: URL;
  readonly #secrets: readonly string[];

  private constructor(url: string, seed: number, secrets: readonly string[], vocabulary: Vocabulary) {
    this.#origin = new URL(url);
    this.#seed = seed;
    this.#secrets = secrets;
    this.vocabulary = vocabulary;
  }

  /** Learns the API's schema. `url`: its GraphQL endpoint; `secrets`: what no answer may hold. */
  static async on(url: string, seed: number, secrets: readonly string[] = []): Promise<Barrage> {
    return new Barrage(url, seed, secrets, await Vocabulary.of(url));
  }

  /** Sends the attempts numbered `from` to `to` (not included), some at once; stops early after so many failures. */
  async play(from: number, to: number, mostFailures = 20): Promise<void> {
    let next = from;
    const work = async () => {
      while (next < to && this.failed.length < mostFailures) await this.#play(next++);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  async #play(index: number): Promise<void> {
    const attempt = attemptAt(this.#seed, index, this.vocabulary);
    const verdict = await send(attempt, this.#origin).then(
      (reply) => judge(attempt, reply, this.#secrets),
      (error: Error) => ({ labels: ["no answer"], wrong: error.message }),
    );
    for (const label of [ATTEMPTS, ...verdict.labels]) this.#count(label, columnOf(attempt));
    if (verdict.wrong === null) return;
    const replay = `node e2e/src/badQueries/main.ts --api ${this.#origin.origin} --replay ${this.#seed}:${index}`;
    this.failed.push({ index, wrong: verdict.wrong, replay, attempt: described(attempt) });
  }

  #count(label: string, column: string): void {
    const row = this.#counts.get(label) ?? new Map<string, number>();
    row.set(column, (row.get(column) ?? 0) + 1);
    this.#counts.set(label, row);
  }

  /** How often a code came to what was sent, for each attempt: ("200", "valid") is the share of documents that got data. */
  share(label: string, column: Column): number {
    const count = (of: string) => this.#counts.get(of)?.get(column) ?? 0;
    return count(label) / count(ATTEMPTS);
  }

  /** How often each code came, by what was sent. */
  table(): string {
    const rows = [...this.#counts].sort(([a], [b]) => a.localeCompare(b));
    const line = (cells: (string | number)[]) =>
      cells.map((cell, at) => (at === 0 ? String(cell).padEnd(40) : String(cell).padStart(10))).join("");
    return [
      line(["code", ...COLUMNS]),
      ...rows.map(([label, row]) => line([label, ...COLUMNS.map((column) => row.get(column) ?? 0)])),
    ].join("\n");
  }
}

function columnOf(attempt: Attempt): Column {
  if (attempt.via !== "http") return attempt.via;
  return attempt.isValid ? "valid" : "malformed";
}

/** An attempt as text, cut where it is long. */
export function described(attempt: Attempt): string {
  const shown = JSON.stringify(
    attempt,
    (_name, value: unknown) => (isBytes(value) ? textOf(value.data) : value),
    1,
  );
  return shown.length > SHOWN ? `${shown.slice(0, SHOWN)}… (${shown.length} characters)` : shown;
}

function textOf(data: readonly number[]): string {
  return Buffer.from(data.slice(0, SHOWN)).toString("latin1");
}

function isBytes(value: unknown): value is { data: number[] } {
  return typeof value === "object" && value !== null && "type" in value && value.type === "Buffer";
}
