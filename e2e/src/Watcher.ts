import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "@manometer/scenario/random";
import type { Answer } from "./Client.ts";
import { eventually } from "./Parts.ts";

/** What a watcher asks: GraphQL text in which `@` stands for a block, and up to which block it may name one. */
export type Watch = {
  readonly questions: readonly string[];
  readonly highest: () => number;
  readonly random: Random;
  /** How many clients ask, each over connections of its own; 4 where nothing else is said. */
  readonly clients?: number;
};

/** One question and how it ended: `good` with data, `refused` with a code, `unanswered` when the connection broke, `hung`. */
export type Told = {
  readonly at: number;
  readonly end: number;
  readonly how: "good" | "behind" | "refused" | "unanswered" | "hung";
};

/** A moment from the fault until all was well again (performance.now()). */
export type Spell = { readonly from: number; readonly to: number };

/** What was said of a block; graph-node does not always know the time of one in which nothing happened, and windows end by it. */
type Claim = {
  readonly question: string;
  readonly block: number;
  readonly time: string | null;
  readonly data: Set<string>;
};

const CLIENTS = 4;
const PAUSE_MS = 30;
/** The API gives up after 15 s: what has no answer after twice that has been forgotten. */
const HUNG_MS = 30_000;
/** The errors that a good question may get while something is wrong. */
const ALLOWED = new Set(["UPSTREAM_UNAVAILABLE", "NOT_INDEXED_YET"]);
const HEADERS = { "content-type": "application/json" };

/** Clients that ask an API without end, at its head and at blocks of the past, and keep what it claimed of each block. */
export class Watcher {
  readonly told: Told[] = [];
  /** What no fault excuses, in words. */
  readonly offences: string[] = [];
  readonly #url: string;
  readonly #watch: Watch;
  readonly #claims = new Map<string, Claim>();
  readonly #clients: Promise<void>[];
  #isOver = false;
  #incomparable = 0;

  constructor(url: string, watch: Watch) {
    this.#url = url;
    this.#watch = watch;
    this.#clients = Array.from({ length: watch.clients ?? CLIENTS }, () => this.#run());
  }

  /** Lets every client have its last answer. */
  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#clients);
  }

  /** Waits for good answers to questions that are asked from now on, to each client one. */
  async untilGood(): Promise<number> {
    const now = performance.now();
    await eventually("a good answer", async () => {
      const good = this.told.filter(({ at, how }) => at >= now && how === "good");
      return good.length >= CLIENTS ? true : null;
    });
    return performance.now();
  }

  /** How long clients had no service in a spell (ms): from the first bad question to the first good answer after the last. */
  downtime({ from, to }: Spell): number {
    const bad = this.told.filter(({ at, end, how }) => isBad(how) && end >= from && at < to);
    if (bad.length === 0) return 0;
    const last = Math.max(...bad.map(({ end }) => end));
    const good = this.told.filter(({ end, how }) => !isBad(how) && end > last).map(({ end }) => end);
    return Math.min(...good) - Math.max(from, Math.min(...bad.map(({ at }) => at)));
  }

  /** Questions that came to nothing, but for those that broke while their API was away. */
  lost(away: readonly Spell[]): number {
    const isExcused = ({ at, end, how }: Told) =>
      how === "unanswered" && away.some(({ from, to }) => end >= from && at <= to);
    return this.told.filter((one) => (one.how === "unanswered" || one.how === "hung") && !isExcused(one))
      .length;
  }

  /** How many answers there were, of how many questions at how many blocks. */
  get summary(): string {
    const count = (how: Told["how"]) => this.told.filter((one) => one.how === how).length;
    const kinds = (["good", "behind", "refused", "unanswered", "hung"] as const).map(
      (how) => `${how} ${count(how)}`,
    );
    return `${this.told.length} questions: ${kinds.join(", ")}; ${this.#claims.size} different claims, ${this.#incomparable} of them of a block whose time one index does not know`;
  }

  /** Holds everything that was claimed against what an API says that has seen no fault; gives what differs. */
  async wrong(reference: string): Promise<string[]> {
    const wrong: string[] = [...this.offences];
    const claims = [...this.#claims.values()];
    const check = async () => {
      for (let claim = claims.pop(); claim !== undefined; claim = claims.pop()) {
        const { question, block, time, data } = claim;
        const right = await eventually("the reference's answer", async () => {
          const answer = await ask(reference, textAt(question, block));
          return answer.errors === undefined ? answer : null;
        });
        const known = [time, timeOf(right)];
        if (known[0] !== known[1] && known.includes(null)) {
          this.#incomparable++;
          continue;
        }
        for (const claimed of data)
          if (claimed !== JSON.stringify(right.data))
            wrong.push(
              `${textAt(question, block)}\n  said  ${claimed}\n  right ${JSON.stringify(right.data)}`,
            );
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, check));
    return wrong;
  }

  async #run(): Promise<void> {
    const { questions, highest, random } = this.#watch;
    while (!this.#isOver) {
      const question = random.pick(questions);
      const block = random.chance(50) ? null : random.int(1, highest());
      const at = performance.now();
      const how = await this.#one(question, block);
      this.told.push({ at, end: performance.now(), how });
      await sleep(PAUSE_MS);
    }
  }

  async #one(question: string, block: number | null): Promise<Told["how"]> {
    try {
      const answer = await ask(this.#url, textAt(question, block));
      return this.#judge(answer, question, block);
    } catch (error) {
      return error instanceof Error && error.name === "TimeoutError" ? "hung" : "unanswered";
    }
  }

  #judge(answer: Answer<unknown>, question: string, block: number | null): Told["how"] {
    const { status, errors, data, extensions } = answer;
    if (errors !== undefined) {
      const codes = errors.map(({ extensions }) => String(extensions?.code));
      const isFine = codes.every((code) => ALLOWED.has(code));
      const isAway = codes.includes("UPSTREAM_UNAVAILABLE");
      if (!isFine || (status >= 500 && !isAway))
        this.offences.push(`HTTP ${status}: ${JSON.stringify(errors)}`);
      return isAway || !isFine ? "refused" : "behind";
    }
    const said = extensions?.asOf?.blockNumber;
    if (said === undefined || (block !== null && said !== block))
      this.offences.push(`asked at block ${block}, answered at ${said}: ${textAt(question, block)}`);
    else this.#claim({ question, block: said, time: timeOf(answer) }, JSON.stringify(data));
    return "good";
  }

  #claim(about: Omit<Claim, "data">, data: string): void {
    const key = `${about.block} ${about.time} ${about.question}`;
    const claim = this.#claims.get(key) ?? { ...about, data: new Set() };
    this.#claims.set(key, claim);
    claim.data.add(data);
  }
}

function isBad(how: Told["how"]): boolean {
  return how !== "good" && how !== "behind";
}

function timeOf({ extensions }: Answer<unknown>): string | null {
  return extensions?.asOf?.timestamp ?? null;
}

function textAt(question: string, block: number | null): string {
  if (block === null) return question.replaceAll("(@)", "").replaceAll("@", "");
  return question.replaceAll("@", `block: { number: ${block} }`);
}

async function ask(url: string, query: string): Promise<Answer<unknown>> {
  const body = JSON.stringify({ query });
  const signal = AbortSignal.timeout(HUNG_MS);
  const response = await fetch(url, { method: "POST", headers: HEADERS, body, signal });
  return { status: response.status, ...((await response.json()) as Omit<Answer<unknown>, "status">) };
}
