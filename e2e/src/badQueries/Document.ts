import { type Field, isComposite, isRequired, type NamedType, written } from "./Vocabulary.ts";
import { literal, type Making, type Value, valueFor } from "./values.ts";

/** What a client sends as a question. */
export type Question = { query: string; variables: Record<string, Value>; operationName: string | null };

/** How large a document becomes: levels of fields, and fields of one selection. */
export type Size = { depth: number; width: number };

const MOST_FIELDS = 120;

/**
 * Writes one document that is valid by the schema: every field with arguments has an alias of its own, so that no two
 * can contradict each other.
 */
export class Document {
  readonly #making: Making;
  readonly #variables: { name: string; type: string; value: Value }[] = [];
  readonly #fragments: string[] = [];
  readonly #size: Size;
  #aliases = 0;
  #left = MOST_FIELDS;

  constructor(making: Making, size: Size) {
    this.#making = making;
    this.#size = size;
  }

  /** A query, with all that it needs. */
  query(): Question {
    return this.#operation("query", this.#selection(this.#making.vocabulary.queries, 0));
  }

  /** A subscription, which has one field. */
  subscription(): Question {
    const { random, vocabulary } = this.#making;
    const field = random.pick(vocabulary.subscriptions.fields ?? []);
    return this.#operation("subscription", `{ ${this.#field(field, 0, false)} }`);
  }

  #operation(kind: string, selection: string): Question {
    const { random } = this.#making;
    const isNamed = this.#variables.length > 0 || kind !== "query" || random.chance(30);
    const operationName = isNamed ? `Q${random.int(0, 99)}` : null;
    const declared = this.#variables.map(({ name, type }) => `$${name}: ${type}`).join(", ");
    const head = isNamed ? `${kind} ${operationName}${declared === "" ? "" : `(${declared})`} ` : "";
    const variables = Object.fromEntries(this.#variables.map(({ name, value }) => [name, value]));
    const query = [`${head}${selection}`, ...this.#fragments].join("\n");
    return { query, variables, operationName: random.chance(50) ? operationName : null };
  }

  #selection(type: NamedType, depth: number, hasOwnNames = false): string {
    const { random } = this.#making;
    const fields = (type.fields ?? []).filter((field) => !this.#isTooDeep(field, depth));
    const count = this.#left > 0 ? random.int(1, this.#size.width) : 1;
    this.#left -= count;
    const parts = Array.from({ length: count }, () =>
      random.chance(8) || fields.length === 0
        ? this.#typename(hasOwnNames)
        : this.#field(this.#liked(fields, depth), depth, hasOwnNames),
    );
    if (depth > 0 && this.#left > 0 && random.chance(15)) parts.push(this.#inline(type, depth, hasOwnNames));
    return `{ ${parts.join(" ")} }`;
  }

  /** The root has seventy lists of entities; what is derived is deeper, so that it must be looked for. */
  #liked(fields: Field[], depth: number): Field {
    const { random } = this.#making;
    const names =
      depth === 0
        ? /^(sink|taskType|buffer|pipeline|slash)(s|es|Capacit(y|ies))?$|^(integrity|totals|slashAudits|asOf)$/
        : /OverTime$|volatility|reliability|throughput|efficiency|audit|scorecard|queue|rebalancing|Latency/;
    const best = fields.filter(({ name }) => names.test(name));
    return random.chance(45) && best.length > 0 ? random.pick(best) : random.pick(fields);
  }

  #field(field: Field, depth: number, hasOwnName: boolean): string {
    const { random, vocabulary } = this.#making;
    const given = field.args.filter(
      (arg) => isRequired(arg) || random.chance(arg.name === "first" ? 85 : 25),
    );
    const list = given.map(
      (arg) => `${arg.name}: ${this.#argument(valueFor(arg, this.#making), written(arg.type))}`,
    );
    const type = vocabulary.innermost(field.type);
    const mustHaveAlias = hasOwnName || field.args.length > 0;
    const alias = mustHaveAlias || random.chance(5) ? `a${this.#aliases++}: ` : "";
    const inner = isComposite(type) ? ` ${this.#selection(type, depth + 1)}` : "";
    return `${alias}${field.name}${list.length > 0 ? `(${list.join(", ")})` : ""}${this.#directive()}${inner}`;
  }

  #argument(value: Value, type: string): string {
    if (!this.#making.random.chance(20)) return literal(value);
    return `$${this.#variable(type, value)}`;
  }

  #variable(type: string, value: Value): string {
    const name = `v${this.#variables.length}`;
    this.#variables.push({ name, type, value });
    return name;
  }

  #directive(): string {
    const { random } = this.#making;
    if (!random.chance(4)) return "";
    const isSeen = random.chance(80);
    const value = random.chance(50) ? String(isSeen) : `$${this.#variable("Boolean!", isSeen)}`;
    return random.chance(80) ? ` @include(if: ${value})` : ` @skip(if: ${value})`;
  }

  #typename(hasOwnName: boolean): string {
    return `${hasOwnName ? `a${this.#aliases++}: ` : ""}__typename`;
  }

  /** A fragment on the type itself, or on one of those that the interface stands for. */
  #inline(type: NamedType, depth: number, hasOwnNames: boolean): string {
    const { random, vocabulary } = this.#making;
    const on = vocabulary.type(random.pick(type.possibleTypes ?? [type]).name);
    const selection = this.#selection(on, depth, hasOwnNames || on !== type);
    if (random.chance(50)) return `... on ${on.name}${this.#directive()} ${selection}`;
    const name = `F${this.#fragments.length}`;
    this.#fragments.push(`fragment ${name} on ${on.name} ${selection}`);
    return `...${name}${this.#directive()}`;
  }

  #isTooDeep({ type }: Field, depth: number): boolean {
    const isEnough = this.#left <= 0 || depth + 1 >= this.#size.depth;
    return isEnough && isComposite(this.#making.vocabulary.innermost(type));
  }
}
