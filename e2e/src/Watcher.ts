import { setTimeout as sleep } from "node:timers/promises";
import { Claims } from "./Claims.ts";
import { type Answer, Client } from "./Client.ts";
import { chanceOf } from "./faultSeed.ts";
import { eventually } from "./Parts.ts";
import type { Told } from "./told.ts";

/** What a watcher asks: GraphQL text in which `@` stands for a block, and up to which block it may name one. */
export type Watch = {
  readonly questions: readonly string[];
  readonly highest: () => number;
  /** Each client draws its questions from chance of its own, by this name. */
  readonly story: string;
  /** How many clients ask, each over connections of its own; 4 where nothing else is said. */
  readonly clients?: number;
};

const CLIENTS = 4;
const PAUSE_MS = 30;
/** The API gives up after 15 s: what has no answer after twice that has been forgotten. */
const HUNG_MS = 30_000;
/** How long the API may take to come to a block at which graph-node is already. */
const BEHIND_S = 30;
const BEHIND = "NOT_INDEXED_YET";
const AWAY = "UPSTREAM_UNAVAILABLE";
/** A reorganisation may take so many blocks back: of those before them it was said for good that they are indexed. */
const MARGIN = 10;

/** Clients that ask an API without end, at its head and at blocks of the past, and keep what it claimed of each block. */
export class Watcher {
  readonly told: Told[] = [];
  readonly claims = new Claims();
  /** What no fault excuses, in words. */
  readonly offences: string[] = [];
  readonly #client: Client;
  readonly #watch: Watch;
  readonly #clients: Promise<void>[];
  #isOver = false;
  /** The newest block that was answered for. */
  #newest = 0;

  constructor(url: string, watch: Watch) {
    this.#client = new Client(url);
    this.#watch = watch;
    this.#clients = Array.from({ length: watch.clients ?? CLIENTS }, (_, client) => this.#run(client));
  }

  /** Waits until the API itself has come to a block that graph-node has indexed; every client has its last answer. */
  async end(block: number): Promise<void> {
    const atBlock = async () => {
      if (this.#newest >= block) return true;
      throw new Error(`the newest answer is at block ${this.#newest}`);
    };
    await eventually(`an answer at block ${block}`, atBlock, BEHIND_S);
    this.#isOver = true;
    await Promise.all(this.#clients);
  }

  /** Waits for good answers to questions that are asked from now on, to each client one. */
  async untilGood(): Promise<number> {
    const now = performance.now();
    await eventually("a good answer to each client", async () => {
      const good = this.told.filter(({ at, how }) => at >= now && how === "good");
      return new Set(good.map(({ client }) => client)).size === this.#clients.length || null;
    });
    return performance.now();
  }

  async #run(client: number): Promise<void> {
    const { questions, highest, story } = this.#watch;
    const random = chanceOf(`${story}, client ${client}`);
    while (!this.#isOver) {
      const question = random.pick(questions);
      const block = random.chance(50) ? null : random.int(1, highest());
      const at = performance.now();
      const how = await this.#ask(question, block);
      this.told.push({ client, at, end: performance.now(), how });
      await sleep(PAUSE_MS);
    }
  }

  async #ask(question: string, block: number | null): Promise<Told["how"]> {
    const settled = this.#newest - MARGIN;
    const query = textAt(question, block);
    try {
      const answer = await this.#client.ask(query, {}, AbortSignal.timeout(HUNG_MS));
      const how = howOf(answer);
      const offence = offenceIn(answer, block);
      if (offence !== null) this.offences.push(`${offence}: ${query}`);
      const said = answer.data ? (answer.extensions?.asOf?.blockNumber ?? null) : block;
      if (said !== null && (answer.data || said <= settled)) this.claims.add(textAt(question, said), answer);
      if (answer.data) this.#newest = Math.max(this.#newest, said ?? 0);
      return how;
    } catch (error) {
      return error instanceof Error && error.name === "TimeoutError" ? "hung" : "unanswered";
    }
  }
}

function howOf({ errors = [] }: Answer<unknown>): Told["how"] {
  if (errors.length === 0) return "good";
  return errors.every(({ extensions }) => extensions?.code === BEHIND) ? "behind" : "refused";
}

/** What no fault excuses in an answer to a question at a block, or at the head, in words. */
function offenceIn(answer: Answer<unknown>, block: number | null): string | null {
  const { status, errors = [], data, extensions } = answer;
  const codes = errors.map(({ extensions }) => String(extensions?.code));
  const allowed = block === null ? [AWAY] : [AWAY, BEHIND];
  const said = extensions?.asOf?.blockNumber;
  if (!codes.every((code) => allowed.includes(code))) return `HTTP ${status} ${JSON.stringify(errors)}`;
  if (status >= 500 && !codes.includes(AWAY)) return `HTTP ${status}`;
  if (!data) return codes.length > 0 ? null : "neither data nor an error";
  return said === undefined || said !== (block ?? said) ? `answered at ${said} instead of ${block}` : null;
}

function textAt(question: string, block: number | null): string {
  if (block === null) return question.replaceAll("(@)", "").replaceAll("@", "");
  return question.replaceAll("@", `block: { number: ${block} }`);
}
