import { isDeepStrictEqual } from "node:util";
import { Client } from "./Client.ts";

/** An answer: to which question, by which deployment, and at which block. */
export type Versioned = { question: number; deployment: string; block: number; data: unknown };

type Meta = { _meta: { deployment: string; block: { number: number } } };

/** Questions as text in which `@` stands for the arguments `(block: …)` or nothing, and `,@` for those after others. */
export type Questions = readonly string[];

/** Clients that ask one question after another, and note which version of the subgraph answered. */
export class VersionLoad {
  readonly answers: Versioned[] = [];
  /** Answers that were none, in words. */
  readonly errors: string[] = [];
  readonly #client: Client;
  readonly #questions: Questions;
  readonly #clients: Promise<void>[];
  #isOver = false;

  constructor(url: string, questions: Questions, clients: number) {
    this.#client = new Client(url);
    this.#questions = questions;
    this.#clients = Array.from({ length: clients }, (_, first) => this.#ask(first));
  }

  /** The deployments that answered, in the order of their first answers. */
  get deployments(): string[] {
    return [...new Set(this.answers.map(({ deployment }) => deployment))];
  }

  /** Lets every client have its last answer. */
  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#clients);
  }

  async #ask(first: number): Promise<void> {
    for (let i = first; !this.#isOver; i++) {
      const question = i % this.#questions.length;
      const { data, errors } = await this.#client
        .ask<Meta>(asked(this.#questions[question] ?? "", null))
        .catch((error: Error) => ({ data: null, errors: error.message }));
      if (data === null || errors !== undefined) this.errors.push(JSON.stringify(errors));
      else this.answers.push(noted(question, data));
    }
  }
}

/** The answers, of those that a load got, that its deployment does not give at that block when it is asked alone. */
export async function differing(
  answers: readonly Versioned[],
  questions: Questions,
  clientOf: (deployment: string) => Client,
): Promise<Versioned[]> {
  const alone = new Map<string, Promise<unknown>>();
  const wrong: Versioned[] = [];
  for (const answer of answers) {
    const { question, deployment, block, data } = answer;
    const key = `${question} ${deployment} ${block}`;
    const text = asked(questions[question] ?? "", block);
    const expected = alone.get(key) ?? clientOf(deployment).data<Meta>(text);
    alone.set(key, expected);
    if (!isDeepStrictEqual(data, noted(question, (await expected) as Meta).data)) wrong.push(answer);
  }
  return wrong;
}

function asked(question: string, block: number | null): string {
  const at = block === null ? "" : `block: { number: ${block} }`;
  const text = question
    .replaceAll(",@", block === null ? "" : `, ${at}`)
    .replaceAll("@", block === null ? "" : `(${at})`);
  return `{ _meta${block === null ? "" : `(${at})`} { deployment block { number } } ${text} }`;
}

function noted(question: number, { _meta, ...data }: Meta): Versioned {
  return { question, deployment: _meta.deployment, block: _meta.block.number, data };
}
