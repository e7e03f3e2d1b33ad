import type { Hex } from "@manometer/analytics/audit/ChainLog";
import type { Contracts, Subject } from "@manometer/analytics/audit/Scope";
import { apiError } from "../errors.ts";
import type { Block } from "./Blocks.ts";
import { PAGE } from "./factQueries.ts";
import type { Source } from "./loader.ts";
import { EXECUTIONS, type FactRow, SLASHES } from "./logKinds.ts";

/** A slash and its companion, as the index has them. */
export type SlashRow = FactRow & {
  readonly id: Hex;
  readonly timestamp: string;
  readonly transactionFrom: Hex;
  readonly execution: FactRow | null;
};

/** Slashes by their ids; at most 1,000. */
export const SLASH_ROWS = `query SlashRows($ids: [Bytes!]!, $block: Block_height!) {
  slashes(first: ${PAGE}, where: { id_in: $ids }, block: $block) {
    id sequence blockNumber logIndex transactionHash timestamp transactionFrom ${SLASHES.fields}
    execution { sequence blockNumber logIndex transactionHash ${EXECUTIONS.fields} }
  }
}`;

/** Ids of slashes, the newest first: of all, or of one slasher. */
export const SLASH_IDS = `query SlashIds($first: Int!, $skip: Int!, $where: Slash_filter!, $block: Block_height!) {
  slashes(first: $first, skip: $skip, orderBy: sequence, orderDirection: desc, where: $where, block: $block) { id }
}`;

/** The contracts, by a parameter that only each of them has, and how they speak. */
export const CONTRACTS = `query Contracts($names: [String!]!, $block: Block_height!) {
  protocols(first: 1, block: $block) { dialect }
  parameters(first: 100, where: { name_in: $names }, block: $block) { name contract }
}`;

const BLUEPRINT = "blueprint";

const owned: Readonly<Record<keyof Contracts, string>> = {
  stakeManager: "STAKE_UNIT",
  capacityRegistry: "COMMIT_TIMEOUT",
  backpressurePool: "UNIT_SCALE",
  escrowBuffer: "DRAIN_RATE_PER_CAPACITY",
};

/** Slashes by their ids at a block, those that it has: 1,000 in one question. */
export async function slashRows(
  { subgraph }: Pick<Source, "subgraph">,
  ids: readonly string[],
  block: Block,
): Promise<SlashRow[]> {
  const rows: SlashRow[] = [];
  for (let from = 0; from < ids.length; from += PAGE) {
    const variables = { ids: ids.slice(from, from + PAGE), block: block.height };
    rows.push(...(await subgraph.ask<{ slashes: SlashRow[] }>(SLASH_ROWS, variables)).slashes);
  }
  return rows;
}

/** Which slashes: so many, after so many, of one slasher where it is named. */
export type SlashPage = { readonly first: number; readonly skip: number; readonly slasher: string | null };

/** Ids of slashes at a block, the newest first. */
export async function slashIds(
  { subgraph }: Pick<Source, "subgraph">,
  page: SlashPage,
  block: Block,
): Promise<Hex[]> {
  const { first, skip, slasher } = page;
  const where = slasher === null ? {} : { slasher };
  const variables = { first, skip, where, block: block.height };
  const { slashes } = await subgraph.ask<{ slashes: { id: Hex }[] }>(SLASH_IDS, variables);
  return slashes.map(({ id }) => id);
}

/** Contracts, and the dialect that they speak; absent where it is the blueprint's. */
export type Speakers = { readonly contracts: Contracts; readonly dialect?: string };

type Named = {
  readonly protocols: readonly { readonly dialect: string }[];
  readonly parameters: readonly { readonly name: string; readonly contract: Hex }[];
};

/**
 * The contracts of the network, as their own parameters name them.
 * @throws NOT_INDEXED_YET where the block is before one of them
 */
export async function contractsAt({ subgraph }: Pick<Source, "subgraph">, block: Block): Promise<Speakers> {
  const variables = { names: Object.values(owned), block: block.height };
  const answer = await subgraph.ask<Named>(CONTRACTS, variables);
  const find = (contract: keyof Contracts): Hex => {
    const row = answer.parameters.find(({ name }) => name === owned[contract]);
    if (row !== undefined) return row.contract;
    const advice = "name a later block, or wait for it";
    throw apiError(
      "NOT_INDEXED_YET",
      `No ${owned[contract]} is on record at block ${block.number}, so the contracts are not known: ${advice}.`,
    );
  };
  const contracts = {
    stakeManager: find("stakeManager"),
    capacityRegistry: find("capacityRegistry"),
    backpressurePool: find("backpressurePool"),
    escrowBuffer: find("escrowBuffer"),
  };
  const dialect = answer.protocols[0]?.dialect ?? BLUEPRINT;
  return dialect === BLUEPRINT ? { contracts } : { contracts, dialect };
}

/** The subject of an audit: a slash of the index as the log that it was made from. */
export function subjectOf(row: SlashRow, contracts: Contracts): Subject {
  const log = SLASHES.toLog(row, contracts);
  if (log.event !== "Slashed") throw new Error(`${row.id} is no slash but ${log.event}: correct SLASHES.`);
  return { ...log, timestamp: Number(row.timestamp), transactionFrom: row.transactionFrom };
}
