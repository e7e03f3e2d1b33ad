import type { FactKind } from "./FactKind.ts";

/** Most rows that graph-node gives of one collection. */
export const PAGE = 1000;

/** What is read of every fact of a kind. */
export function fieldsOf(kind: FactKind): string {
  return `order: ${kind.order} at: ${kind.at} ${kind.fields}`;
}

/** Of many parents: the first page of each one's facts in a window, the fact before the window, and its newest before the end. */
export function firstPages(kind: FactKind): string {
  const { parents, facts, order, at } = kind;
  return `query FirstPages($ids: [Bytes!]!, $from: BigInt!, $to: BigInt!, $block: Block_height!) {
  parents: ${parents}(first: ${PAGE}, where: { id_in: $ids }, block: $block) {
    id
    facts: ${facts}(first: ${PAGE}, orderBy: ${order}, where: { ${at}_gte: $from, ${at}_lt: $to }) { ${fieldsOf(kind)} }
    before: ${facts}(first: 1, orderBy: ${order}, orderDirection: desc, where: { ${at}_lt: $from }) { ${fieldsOf(kind)} }
    last: ${facts}(first: 1, orderBy: ${order}, orderDirection: desc, where: { ${at}_lt: $to }) { at: ${at} }
  }
}`;
}

/** Of one parent: the page of its facts in a window after an order, and whether it has more than `$limit` there. */
export function nextPage(kind: FactKind): string {
  const { parents, facts, order, at } = kind;
  const where = `{ ${at}_gte: $from, ${at}_lt: $to, ${order}_gt: $after }`;
  return `query NextPage($ids: [Bytes!]!, $from: BigInt!, $to: BigInt!, $after: BigInt!, $limit: Int!, $block: Block_height!) {
  parents: ${parents}(where: { id_in: $ids }, block: $block) {
    facts: ${facts}(first: ${PAGE}, orderBy: ${order}, where: ${where}) { ${fieldsOf(kind)} }
    over: ${facts}(first: 1, skip: $limit, orderBy: ${order}, where: ${where}) { order: ${order} }
  }
}`;
}

/** Of one parent: a page of its hours or days that begin in a stretch of time (microseconds). */
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
