import { Client } from "../Client.ts";

/** A type as introspection gives it: a name, or a list or non-null of another. */
export type TypeRef = { kind: string; name: string | null; ofType: TypeRef | null };

/** An argument or a field of an input type. */
export type Input = { name: string; type: TypeRef; defaultValue: string | null };

/** A field that can be selected. */
export type Field = { name: string; args: Input[]; type: TypeRef };

/** A named type of the schema. */
export type NamedType = {
  kind: string;
  name: string;
  fields: Field[] | null;
  inputFields: Input[] | null;
  enumValues: { name: string }[] | null;
  possibleTypes: { name: string }[] | null;
};

const TYPE = "kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";
const INTROSPECTION = `{ __schema {
  queryType { name } subscriptionType { name }
  types {
    kind name enumValues { name } possibleTypes { name }
    inputFields { name type { ${TYPE} } defaultValue }
    fields { name type { ${TYPE} } args { name type { ${TYPE} } defaultValue } }
  } } }`;
const KNOWN = ["sinks", "taskTypes", "sinkCapacities", "slashes", "pipelines", "buffers", "reveals", "pools"];

type Introspected = {
  __schema: { queryType: { name: string }; subscriptionType: { name: string }; types: NamedType[] };
};

/** What can be said to an API: its schema as it tells it, ids that it knows, and its newest block. */
export class Vocabulary {
  readonly queries: NamedType;
  readonly subscriptions: NamedType;
  readonly ids: readonly string[];
  readonly head: { number: number; hash: string };
  readonly #types: ReadonlyMap<string, NamedType>;

  private constructor({ __schema: schema }: Introspected, ids: string[], head: Vocabulary["head"]) {
    this.#types = new Map(schema.types.map((type) => [type.name, type]));
    this.queries = this.type(schema.queryType.name);
    this.subscriptions = this.type(schema.subscriptionType.name);
    this.ids = ids;
    this.head = head;
  }

  /** Learns from the API at this GraphQL endpoint. Throws when it does not answer rightly. */
  static async of(url: string): Promise<Vocabulary> {
    const client = new Client(url);
    const schema = await client.data<Introspected>(INTROSPECTION);
    const lists = KNOWN.map((name) => `${name}(first: 4, orderBy: id) { id }`).join(" ");
    const { _meta, ...rows } = await client.data<
      Record<string, { id: string }[]> & { _meta: { block: Vocabulary["head"] } }
    >(`{ _meta { block { number hash } } ${lists} }`);
    const ids = Object.values(rows as Record<string, { id: string }[]>).flatMap((list) =>
      list.map(({ id }) => id),
    );
    return new Vocabulary(schema, ids, _meta.block);
  }

  /** The type of this name. Throws when there is none. */
  type(name: string): NamedType {
    const type = this.#types.get(name);
    if (type === undefined) throw new Error(`The schema has no type ${name}`);
    return type;
  }

  /** The named type inside of lists and non-nulls. */
  innermost({ name, ofType }: TypeRef): NamedType {
    if (ofType !== null) return this.innermost(ofType);
    return this.type(name ?? "");
  }
}

/** A type as it is written: "[Bytes!]!". */
export function written({ kind, name, ofType }: TypeRef): string {
  if (ofType === null) return name ?? "";
  return kind === "LIST" ? `[${written(ofType)}]` : `${written(ofType)}!`;
}

/** Whether a value must be given. */
export function isRequired({ type, defaultValue }: Input): boolean {
  return type.kind === "NON_NULL" && defaultValue === null;
}

/** Whether a field has fields of its own. */
export function isComposite({ kind }: NamedType): boolean {
  return kind === "OBJECT" || kind === "INTERFACE" || kind === "UNION";
}
