import {
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  valueFromASTUntyped,
} from "graphql";

type Field = GraphQLField<unknown, unknown>;

/** What graph-node gives of a collection when `first` is not said. */
const DEFAULT_FIRST = 100;
/** What no series and no other list without `first` exceeds. */
const MOST_ITEMS = 2000;
/** What a derived field counts as: it reads facts. */
const DERIVED = 100;
/** What those count as that read whole collections, or that audit many slashes. */
const DEARER: Readonly<Record<string, number>> = {
  "Query.integrity": 50_000,
  "Query.slashAudits": 4000,
  "Slasher.scorecard": 4000,
};

/** What it takes to work a field out, however many rows it then gives. */
export function priceOf(parent: GraphQLNamedType, field: Field): number {
  const dearer = DEARER[`${parent.name}.${field.name}`];
  if (dearer !== undefined) return dearer;
  const isDerived = rowOf(field) === 0 && (isRow(parent) || parent.name === "Query");
  return isDerived ? DERIVED : 0;
}

/** How many a field gives at most: of a list without `first`, what no series exceeds. */
export function timesOf(field: Field, node: FieldNode, variables: Readonly<Record<string, unknown>>): number {
  if (!isListType(getNullableType(field.type))) return 1;
  if (!field.args.some((arg) => arg.name === "first")) return MOST_ITEMS;
  const first = node.arguments?.find((arg) => arg.name.value === "first");
  const value = first === undefined ? undefined : valueFromASTUntyped(first.value, variables);
  return typeof value === "number" ? Math.max(0, value) : DEFAULT_FIRST;
}

/** What each of the things that a field gives counts as by itself: 1 where graph-node keeps it as a row. */
export function rowOf(field: Field): number {
  return isRow(getNamedType(field.type)) ? 1 : 0;
}

/** Whether graph-node keeps such things as rows: those have ids of its own, or are its `_Meta_`. Evidence only names one. */
function isRow(type: GraphQLNamedType): boolean {
  if ((!isObjectType(type) && !isInterfaceType(type)) || type.name === "AuditEvidence") return false;
  return /^(Bytes|Int8)!$/.test(String(type.getFields().id?.type)) || type.name.startsWith("_");
}
