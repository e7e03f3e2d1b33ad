import type { ChainLog } from "@manometer/analytics/audit/ChainLog";
import type { Contracts } from "@manometer/analytics/audit/Scope";
import type { Block } from "./Blocks.ts";
import { PAGE } from "./factQueries.ts";
import type { Source } from "./loader.ts";
import type { FactRow, LogKind } from "./logKinds.ts";

/** The facts of a kind that fulfil a condition, e.g. `sink: "0x…", blockNumber_lte: 900`. */
export type LogSlice = { readonly kind: LogKind; readonly where: string };

type Page = LogSlice & { readonly after: string };

const SLICES_PER_QUERY = 50;
const QUERIES_AT_ONCE = 4;

/** One page of each of several slices, under the names s0, s1, … */
export function slicePages(pages: readonly Page[]): string {
  const roots = pages.map(({ kind, where, after }, index) => {
    const bounds = `sequence_gt: ${after}, ${where}`;
    const fields = `sequence blockNumber logIndex transactionHash ${kind.fields}`;
    return `  s${index}: ${kind.collection}(first: ${PAGE}, orderBy: sequence, where: { ${bounds} }, block: $block) { ${fields} }`;
  });
  return `query Slices($block: Block_height!) {\n${roots.join("\n")}\n}`;
}

/**
 * All logs of several slices at a block: 50 slices in one question to graph-node, and more for those over 1,000 facts.
 * @throws TOO_COMPLEX where the request's budget is spent
 */
export async function readSlices(
  source: Source,
  slices: readonly LogSlice[],
  { block, contracts }: { readonly block: Block; readonly contracts: Contracts },
): Promise<ChainLog[]> {
  const logs: ChainLog[] = [];
  let pending: Page[] = slices.map((slice) => ({ ...slice, after: "-1" }));
  while (pending.length > 0) {
    const now = pending.slice(0, SLICES_PER_QUERY * QUERIES_AT_ONCE);
    const parts = Array.from({ length: Math.ceil(now.length / SLICES_PER_QUERY) }, (_, part) =>
      now.slice(part * SLICES_PER_QUERY, (part + 1) * SLICES_PER_QUERY),
    );
    const answers = await Promise.all(parts.map((part) => readPages(source, part, block)));
    const more = parts.flatMap((part, index) =>
      part.flatMap((page, place) => {
        const rows = answers[index]?.[`s${place}`] ?? [];
        for (const row of rows) logs.push(page.kind.toLog(row, contracts));
        const last = rows.at(-1);
        return rows.length === PAGE && last !== undefined ? [{ ...page, after: last.sequence }] : [];
      }),
    );
    pending = [...more, ...pending.slice(now.length)];
  }
  return logs;
}

async function readPages(source: Source, pages: readonly Page[], block: Block) {
  const variables = { block: block.height };
  const answer = await source.subgraph.ask<Record<string, FactRow[]>>(slicePages(pages), variables);
  source.limits.budget.take(Object.values(answer).reduce((sum, rows) => sum + rows.length, 0));
  return answer;
}
