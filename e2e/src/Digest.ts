import { createHash } from "node:crypto";
import { Client } from "./Client.ts";
import { chanceOf } from "./faultSeed.ts";

/** How many rows each collection holds, and a SHA-256 over all of them in the order of their ids; `all` is over these. */
export interface Digest {
  all: string;
  rows: number;
  collections: Record<string, string>;
}

type TypeRef = { kind: string; name: string | null; ofType: TypeRef | null };
type Field = { name: string; type: TypeRef; args: { name: string }[] };
type ObjectType = { name: string; kind: string; fields: Field[] | null };
type Collection = { root: string; interval: string | null; fields: string };
type Row = { id: string };

const PAGE = 1000;
const PAGES = 100;
const EARLIER = 5;

const TYPES = `{ __schema { types { name kind fields {
  name args { name } type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }
} } } }`;

/**
 * Digests everything that graph-node's endpoint `url` serves at a block: every row of every entity with each of its own
 * fields, the points of the time series, and the closed buckets of every aggregation; and what the rows were at earlier
 * blocks.
 */
export async function digestOf(url: string, block: number, earlier: readonly number[] = []): Promise<Digest> {
  const client = new Client(url);
  const { __schema } = await client.data<{ __schema: { types: ObjectType[] } }>(TYPES);
  const digest: Digest = { all: "", rows: 0, collections: {} };
  for (const collection of collectionsOf(__schema.types)) {
    const { root, interval } = collection;
    const rows = await rowsOf(client, collection, block);
    digest.rows += rows.length;
    digest.collections[interval === null ? root : `${root} by ${interval}`] = summaryOf(rows);
    // buckets are not asked for at a block
    for (const past of interval === null ? earlier : [])
      digest.collections[`${root} at ${past}`] = summaryOf(await rowsOf(client, collection, past));
  }
  digest.all = sha256(digest.collections);
  return digest;
}

/** The digests of two indexes at one block and at the same earlier ones, which the run's seed draws. */
export async function digestsOf(urls: readonly [string, string], block: number): Promise<[Digest, Digest]> {
  const chance = chanceOf("earlier blocks");
  const earlier = Array.from({ length: EARLIER }, () => chance.int(Math.ceil(block / 4), block - 1));
  return [await digestOf(urls[0], block, earlier), await digestOf(urls[1], block, earlier)];
}

/** The lists at the root, but for interfaces, whose rows stand in their own lists, and what graph-node says of itself. */
function collectionsOf(types: ObjectType[]): Collection[] {
  const byName = new Map(types.map((type) => [type.name, type]));
  const roots = byName.get("Query")?.fields ?? [];
  return roots.flatMap(({ name: root, type, args }) => {
    const row = byName.get(named(type).name ?? "");
    if (!isList(type) || row?.kind !== "OBJECT" || root.startsWith("_")) return [];
    const fields = (row.fields ?? []).flatMap(selected).join(" ");
    const isAggregation = args.some(({ name }) => name === "interval");
    return (isAggregation ? ["hour", "day"] : [null]).map((interval) => ({ root, interval, fields }));
  });
}

/** A field of the row's own: values as they are, references by id; lists of rows are derived from the other side. */
function selected({ name, type }: Field): string[] {
  const isRow = named(type).kind === "OBJECT" || named(type).kind === "INTERFACE";
  if (!isRow) return [name];
  return isList(type) ? [] : [`${name} { id }`];
}

async function rowsOf(client: Client, { root, interval, fields }: Collection, block: number): Promise<Row[]> {
  const at = interval === null ? `block: { number: ${block} }` : `interval: ${interval}`;
  const rows: Row[] = [];
  for (let page = 0; page < PAGES; page++) {
    const last = rows.at(-1);
    const where = last === undefined ? "" : `where: { id_gt: "${last.id}" }`;
    const { next } = await client.data<{ next: Row[] }>(
      `{ next: ${root}(${at} first: ${PAGE} orderBy: id ${where}) { ${fields} } }`,
    );
    rows.push(...next);
    if (next.length < PAGE) return rows;
  }
  throw new Error(`${root} has more than ${PAGE * PAGES} rows: more than a digest is made for`);
}

function named(type: TypeRef): TypeRef {
  return type.ofType === null || type.ofType === undefined ? type : named(type.ofType);
}

function isList(type: TypeRef): boolean {
  return type.kind === "LIST" || (type.ofType !== null && type.ofType !== undefined && isList(type.ofType));
}

function summaryOf(rows: readonly Row[]): string {
  return `${rows.length} rows, ${sha256(rows)}`;
}

function sha256(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
