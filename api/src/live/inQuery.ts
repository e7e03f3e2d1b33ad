import {
  type ArgumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
} from "graphql";
import type { Operation } from "../operationOf.ts";
import type { Wanted } from "./Wanted.ts";

/** The root of a query that gives what an event of a subscription needs; null where the event is made without one. */
const ROOTS: Readonly<Record<Wanted["kind"], string | null>> = {
  blockIndexed: "asOf",
  reorganised: null,
  reveals: "reveals",
  slashes: "slashes",
  buffer: "buffer",
};

/**
 * The query that gives what an event selects, under the event's own name.
 * @param text arguments of its root, as GraphQL
 */
export function inQuery(wanted: Pick<Wanted, "kind" | "field" | "operation">, text: string): Operation {
  const { operation, field } = wanted;
  const name = ROOTS[wanted.kind] ?? field.name.value;
  const takesArguments = wanted.kind !== "blockIndexed" && wanted.kind !== "reorganised";
  const root: FieldNode = {
    ...field,
    name: { kind: Kind.NAME, value: name },
    alias: { kind: Kind.NAME, value: field.alias?.value ?? field.name.value },
    arguments: takesArguments ? argumentsOf(text) : [],
  };
  const query: OperationDefinitionNode = {
    ...operation.operation,
    operation: OperationTypeNode.QUERY,
    directives: [],
    selectionSet: { kind: Kind.SELECTION_SET, selections: [root] },
  };
  return { ...operation, operation: query };
}

function argumentsOf(text: string): readonly ArgumentNode[] {
  const [definition] = parse(`{ root(${text}) }`, { noLocation: true }).definitions;
  const [root] = definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [];
  if (root?.kind !== Kind.FIELD) throw new Error(`${text} are no arguments: correct them.`);
  return root.arguments ?? [];
}
