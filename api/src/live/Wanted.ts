import type { FieldNode } from "graphql";
import type { Operation } from "../operationOf.ts";

/** What can be subscribed to. */
export type Kind = "blockIndexed" | "reorganised" | "reveals" | "slashes" | "buffer";

/** A subscription that was checked and may run. */
export type Wanted = {
  readonly kind: Kind;
  /** Its only root field. */
  readonly field: FieldNode;
  /** The name of that field in its events. */
  readonly name: string;
  /** The ids that it names, in lower case; null where it names none. */
  readonly taskType: string | null;
  readonly sink: string | null;
  readonly operation: Operation;
  /** Rows that one event may touch. */
  readonly rows: number;
  /** Equal for subscriptions that ask the same. */
  readonly key: string;
};
