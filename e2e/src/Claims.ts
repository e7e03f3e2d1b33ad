import { type Answer, Client } from "./Client.ts";
import { eventually } from "./Parts.ts";

type Path = readonly (string | number)[];

/** What was said to a question about one block, and at which places errors stand in the place of data. */
type Said = {
  readonly data: unknown;
  readonly gaps: readonly Path[];
  readonly hash: string | null;
  readonly time: string | null;
};

type Claim = { readonly query: string; readonly said: Said };

const NOT_INDEXED = "NOT_INDEXED_YET";
const AT_ONCE = 4;
const SECONDS = 60;

/** All that an API has claimed of blocks, to be held against what another one says of the same. */
export class Claims {
  readonly #claims = new Map<string, Claim>();
  #skipped = 0;
  #windows = 0;

  /** Keeps an answer to a question that names its block. */
  add(query: string, answer: Answer<unknown>): void {
    const said = saidIn(answer);
    if (said !== null) this.#claims.set(JSON.stringify([query, said]), { query, said });
  }

  /** How many of those about windows were compared: they end by their block's time, which graph-node does not always know. */
  get comparedWindows(): number {
    return this.#windows;
  }

  /** How many different claims there were, which part of them was compared, and how many of these were about windows. */
  get summary(): string {
    const { size } = this.#claims;
    const share = (100 * (1 - this.#skipped / size)).toFixed(1);
    return `${size} different claims, ${share} % of them compared, with ${this.#windows} windows`;
  }

  /** Asks an API that has seen no fault the same; gives what differs, in words. */
  async differing(reference: string): Promise<string[]> {
    const client = new Client(reference);
    const differing: string[] = [];
    const left = [...this.#claims.values()];
    this.#skipped = 0;
    this.#windows = 0;
    const check = async () => {
      for (let claim = left.pop(); claim !== undefined; claim = left.pop()) {
        const { query, said } = claim;
        const right = await eventually(query, async () => saidIn(await client.ask(query)), SECONDS);
        const isWindow = said.data !== NOT_INDEXED && query.includes("window");
        if (isWindow && isOneNull(said.time, right.time)) {
          this.#skipped++;
          continue;
        }
        if (isWindow) this.#windows++;
        if (!isRight(said, right))
          differing.push(`${query}\n  said  ${JSON.stringify(said)}\n  right ${JSON.stringify(right)}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, check));
    return differing;
  }
}

/** null where an answer says nothing of the block. */
function saidIn({ data, errors = [], extensions }: Answer<unknown>): Said | null {
  const hash = extensions?.asOf?.blockHash ?? null;
  const time = extensions?.asOf?.timestamp ?? null;
  if (data) return { data, gaps: errors.map(({ path = [] }) => path), hash, time };
  const isNotIndexed =
    errors.length > 0 && errors.every(({ extensions }) => extensions?.code === NOT_INDEXED);
  return isNotIndexed ? { data: NOT_INDEXED, gaps: [], hash: null, time: null } : null;
}

function isRight(said: Said, right: Said): boolean {
  const isKnown = (name: "hash" | "time") => said[name] !== null && right[name] !== null;
  const isSame = (name: "hash" | "time") => !isKnown(name) || said[name] === right[name];
  return isSame("hash") && isSame("time") && agrees(said.data, right.data, said.gaps);
}

/** Whether two values have the same JSON, but that null may stand where an error has taken something away. */
function agrees(said: unknown, right: unknown, gaps: readonly Path[]): boolean {
  if (said === null && gaps.length > 0) return true;
  if (!isObject(said) || !isObject(right)) return said === right;
  const names = Object.keys(said);
  const gapsIn = (name: string) =>
    gaps.filter(([first]) => String(first) === name).map(([, ...rest]) => rest);
  return (
    String(names) === String(Object.keys(right)) &&
    names.every((name) => agrees(said[name], right[name], gapsIn(name)))
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isOneNull(one: string | null, other: string | null): boolean {
  return (one === null) !== (other === null);
}
