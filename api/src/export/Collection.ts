/** A column of an export. */
export type Column = {
  readonly name: string;
  /** Its type in GraphQL; of a reference, that of the id which stands for it. */
  readonly type: string;
  readonly description: string;
  /** Type of the rows that it names by their id; null where it holds a value of its own. */
  readonly references: string | null;
  /** Whether it holds text that anybody may have written. */
  readonly isText: boolean;
};

/** A collection that can be exported. */
export type Collection = {
  /** Its name in an address, e.g. reveals. */
  readonly name: string;
  /** The field of the subgraph's queries that lists it. */
  readonly root: string;
  /** The type of its rows, e.g. Reveal. */
  readonly type: string;
  readonly kind: "fact" | "state" | "point" | "statistics";
  readonly description: string;
  /** The input type of its filter, e.g. Reveal_filter. */
  readonly filter: string;
  /** What its rows are in the order of: `sequence` is the order of the chain. */
  readonly order: "sequence" | "id";
  readonly columns: readonly Column[];
};

/** Row of an export: its columns' values, by name. */
export type Row = { readonly [column: string]: unknown };
