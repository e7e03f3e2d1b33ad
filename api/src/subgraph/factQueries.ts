import type { FactKind } from "./FactKind.ts";
import type { Span } from "./grain.ts";

/** Most rows that graph-node gives of one collection. */
export const PAGE = 1000;

/** What is read of several parents at once: the facts of so many stretches of time, and these hours and days. */
export type Shape = {
  readonly parents: number;
  readonly stretches: number;
  readonly spans: readonly Span["interval"][];
};

/** What is read of every fact of a kind. */
export function fieldsOf(kind: FactKind): string {
  return `order: ${kind.order} at: ${kind.at} ${kind.fields}`;
}

/**
 * Of many parents: the first page of each one's facts in each stretch (`facts<i>`), the newest fact before it
 * (`before<i>`), and the first page of each span of hours or days (`buckets<i>`).
 */
export function firstPages(kind: FactKind, { stretches, spans }: Shape): string {
  const { parents } = kind;
  const buckets = spans.map((interval, index) => bucketsOf(kind, interval, index));
  const parts = [...stretchesOf(kind, "", stretches), ...buckets];
  return `query FirstPages($ids: [Bytes!]!, ${boundsOf(stretches, spans.length)}) {
  parents: ${parents}(first: ${PAGE}, where: { id_in: $ids }, block: $block) {
    id
    ${parts.join("\n    ")}
  }
}`;
}

/**
 * What `firstPages` asks for, where facts name their parent and the parent does not list them: of the parent with
 * index n (`$id<n>`) the facts are `facts<i>_<n>` and `before<i>_<n>`.
 */
export function firstPoints(kind: FactKind, { parents, stretches, spans }: Shape): string {
  const all = Array.from({ length: parents }, (_, index) => index);
  const parts = all.flatMap((parent) => stretchesOf(kind, `_${parent}`, stretches));
  const buckets = spans.map((interval, index) => bucketsOf(kind, interval, index)).join("\n    ");
  const stats = `parents: ${kind.parents}(first: ${PAGE}, where: { id_in: $ids }, block: $block) {
    id
    ${buckets}
  }`;
  const ids = all.map((index) => `$id${index}: String!`);
  if (spans.length > 0) ids.unshift("$ids: [Bytes!]!");
  return `query FirstPoints(${ids.join(", ")}, ${boundsOf(stretches, spans.length)}) {
  ${parts.join("\n  ")}
  ${spans.length > 0 ? stats : ""}
}`;
}

/** Of one parent: the page of its facts in a stretch after an order, and whether it has more than `$limit` there. */
export function nextPage(kind: FactKind): string {
  const { parents, facts, order, at, reference } = kind;
  const parent = reference === undefined ? "" : `${reference}: $id, `;
  const block = reference === undefined ? "" : ", block: $block";
  const where = `{ ${parent}${at}_gte: $from, ${at}_lt: $to, ${order}_gt: $after }`;
  const parts = `facts: ${facts}(first: ${PAGE}, orderBy: ${order}, where: ${where}${block}) { ${fieldsOf(kind)} }
    over: ${facts}(first: 1, skip: $limit, orderBy: ${order}, where: ${where}${block}) { order: ${order} }`;
  const type = reference === undefined ? "BigInt!" : "Int8!";
  const variables = `$from: BigInt!, $to: BigInt!, $after: ${type}, $limit: Int!, $block: Block_height!`;
  if (reference !== undefined) return `query NextPoints($id: String!, ${variables}) {\n    ${parts}\n}`;
  return `query NextPage($ids: [Bytes!]!, ${variables}) {
  parents: ${parents}(where: { id_in: $ids }, block: $block) {
    ${parts}
  }
}`;
}

/** Of one parent: a further page of its hours or days that begin in a stretch of time (microseconds). */
export function bucketPage(kind: FactKind): string {
  const { parents, buckets } = kind;
  const where = "{ timestamp_gte: $from, timestamp_lt: $to }";
  const page = `interval: $interval, first: ${PAGE}, skip: $skip, orderBy: timestamp, orderDirection: asc, where: ${where}`;
  return `query BucketPage($ids: [Bytes!]!, $interval: Aggregation_interval!, $from: Timestamp!, $to: Timestamp!, $skip: Int!, $block: Block_height!) {
  parents: ${parents}(where: { id_in: $ids }, block: $block) {
    buckets: ${buckets?.stats}(${page}) { ${buckets?.fields} }
  }
}`;
}

/** Of a parent's facts the first page in each stretch, and the newest before it, under names that end in a suffix. */
export function stretchesOf({ reference, ...kind }: FactKind, suffix: string, stretches: number): string[] {
  const { facts, order, at } = kind;
  const own = reference === undefined ? "" : `${reference}: $id${suffix.slice(1)}, `;
  const block = reference === undefined ? "" : ", block: $block";
  const newest = `first: 1, orderBy: ${order}, orderDirection: desc`;
  const all = Array.from({ length: stretches }, (_, index) => index);
  return all.flatMap((index) => {
    const within = `{ ${own}${at}_gte: $from${index}, ${at}_lt: $to${index} }`;
    const page = `facts${index}${suffix}: ${facts}(first: ${PAGE}, orderBy: ${order}, where: ${within}${block}) { ${fieldsOf(kind)} }`;
    const before = `before${index}${suffix}: ${facts}(${newest}, where: { ${own}${at}_lt: $from${index} }${block}) { ${fieldsOf(kind)} }`;
    return kind.hasBefore ? [page, before] : [page];
  });
}

function bucketsOf({ buckets }: FactKind, interval: Span["interval"], index: number): string {
  const where = `{ timestamp_gte: $since${index}, timestamp_lt: $until${index} }`;
  const page = `interval: ${interval}, first: ${PAGE}, orderBy: timestamp, orderDirection: asc, where: ${where}`;
  return `buckets${index}: ${buckets?.stats}(${page}) { ${buckets?.fields} }`;
}

function boundsOf(stretches: number, spans: number): string {
  const facts = Array.from(
    { length: stretches },
    (_, index) => `$from${index}: BigInt!, $to${index}: BigInt!`,
  );
  const buckets = Array.from(
    { length: spans },
    (_, index) => `$since${index}: Timestamp!, $until${index}: Timestamp!`,
  );
  return [...facts, ...buckets, "$block: Block_height!"].join(", ");
}
