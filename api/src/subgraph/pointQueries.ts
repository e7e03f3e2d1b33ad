import type { FactKind } from "./FactKind.ts";
import { fieldsOf, PAGE } from "./factQueries.ts";

/** Of many parents: what `firstPages` asks for, where facts name their parent and the parent does not list them. */
export function firstPoints(kind: FactKind, parents: number): string {
  const { facts, order, at } = kind;
  const newest = `first: 1, orderBy: ${order}, orderDirection: desc`;
  const all = Array.from({ length: parents }, (_, index) => index);
  const parts = all.map((index) => {
    const parent = `${kind.reference}: $id${index}`;
    return `
  facts${index}: ${facts}(first: ${PAGE}, orderBy: ${order}, where: { ${parent}, ${at}_gte: $from, ${at}_lt: $to }, block: $block) { ${fieldsOf(kind)} }
  before${index}: ${facts}(${newest}, where: { ${parent}, ${at}_lt: $from }, block: $block) { ${fieldsOf(kind)} }
  last${index}: ${facts}(${newest}, where: { ${parent}, ${at}_lt: $to }, block: $block) { at: ${at} }`;
  });
  const ids = all.map((index) => `$id${index}: String!`).join(", ");
  return `query FirstPoints(${ids}, $from: BigInt!, $to: BigInt!, $block: Block_height!) {${parts.join("")}\n}`;
}

/** Of one parent: what `nextPage` asks for, where facts name their parent. */
export function nextPoints(kind: FactKind): string {
  const { facts, order, at } = kind;
  const where = `{ ${kind.reference}: $id, ${at}_gte: $from, ${at}_lt: $to, ${order}_gt: $after }`;
  return `query NextPoints($id: String!, $from: BigInt!, $to: BigInt!, $after: Int8!, $limit: Int!, $block: Block_height!) {
  facts: ${facts}(first: ${PAGE}, orderBy: ${order}, where: ${where}, block: $block) { ${fieldsOf(kind)} }
  over: ${facts}(first: 1, skip: $limit, orderBy: ${order}, where: ${where}, block: $block) { order: ${order} }
}`;
}
