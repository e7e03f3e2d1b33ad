import { RecordTooLarge, recordOf } from "@manometer/analytics/audit/AuditRecord";
import { auditOf } from "@manometer/analytics/audit/audit";
import { NO_FINDINGS } from "@manometer/analytics/audit/ChainFindings";
import { type Beginning, type Contracts, scopeOf } from "@manometer/analytics/audit/Scope";
import { apiError } from "../errors.ts";
import { historySlices, parameterSlices, rebalanceSlices } from "../subgraph/auditSlices.ts";
import { Batch } from "../subgraph/Batch.ts";
import type { Block } from "../subgraph/Blocks.ts";
import type { Source } from "../subgraph/loader.ts";
import { EXECUTIONS } from "../subgraph/logKinds.ts";
import { readSlices } from "../subgraph/logSlices.ts";
import { contractsAt, type SlashRow, slashRows, subjectOf } from "../subgraph/slashRows.ts";
import type { Audited, AuditStore } from "./AuditStore.ts";
import { Candidates } from "./Candidates.ts";

/** What the audits of a request work with. */
export type AuditDesk = {
  readonly source: Source;
  readonly store: AuditStore;
  /** The newest block of the index whose blocks no reorganisation can touch. */
  readonly finalBlock: () => Promise<number>;
};

type Site = { readonly block: Block; readonly contracts: Contracts };
type Case = { readonly row: SlashRow; readonly key: string; readonly until: number };

const NO_NODE = "no node was asked: this is what the index says";

/** The audits of one request: slashes that are asked for in one turn are read together, each once. */
export class Audits {
  readonly #desk: AuditDesk;
  readonly #batches = new Map<string | number, Batch<string, Audited | null>>();

  constructor(desk: AuditDesk) {
    this.#desk = desk;
  }

  /**
   * The audit of a slash at a block; null where the block knows no such slash.
   * @param slashId in lower case
   * @throws TOO_COMPLEX where its history is too long
   */
  of(slashId: string, block: Block): Promise<Audited | null> {
    const at = block.hash ?? block.number;
    const batch = this.#batches.get(at) ?? new Batch((ids: readonly string[]) => this.#read(ids, block));
    this.#batches.set(at, batch);
    return batch.load(slashId);
  }

  async #read(ids: readonly string[], block: Block): Promise<(Audited | null)[]> {
    const { source, store, finalBlock } = this.#desk;
    const rows = await slashRows(source, ids, block);
    if (rows.length === 0) return ids.map(() => null);
    const contracts = await contractsAt(source, block);
    const cases = rows.map((row) => caseOf(row, block, store));
    const known = new Map(cases.map(({ row, key }) => [row.id as string, store.get(key)]));
    const missing = cases.filter(({ row }) => known.get(row.id) === null);
    const final = missing.length === 0 ? 0 : await finalBlock();
    for (const { key, until, audited } of await this.#audit(missing, { block, contracts })) {
      known.set(audited.slashId, audited);
      if (until <= final) store.keep(key, audited);
    }
    return ids.map((id) => known.get(id) ?? null);
  }

  async #audit(cases: readonly Case[], site: Site) {
    if (cases.length === 0) return [];
    const { source, store } = this.#desk;
    const candidates = new Candidates();
    const parameters = await readSlices(source, parameterSlices(), site);
    candidates.add(parameters);
    const started = cases.map((slash) => {
      const { row } = slash;
      const companion = row.execution === null ? [] : [EXECUTIONS.toLog(row.execution, site.contracts)];
      const beginning: Beginning = {
        subject: subjectOf(row, site.contracts),
        logs: [...parameters, ...companion],
        contracts: site.contracts,
        policy: store.policy,
        headBlock: site.block.number,
      };
      return { ...slash, beginning, subject: beginning.subject, scope: scopeOf(beginning) };
    });
    const histories = await readSlices(source, historySlices(started), site);
    candidates.add(histories);
    candidates.add(await readSlices(source, rebalanceSlices(started, histories), site));
    return started.map(({ key, until, row, beginning, scope }) => {
      const logs = [...beginning.logs, ...candidates.of(scope)];
      return { key, until, audited: audited(row, { ...beginning, logs }) };
    });
  }
}

function caseOf(row: SlashRow, block: Block, { policy }: AuditStore): Case {
  const until = Math.min(block.number, Number(row.blockNumber) + policy.consequenceBlocks);
  return { row, until, key: `${block.deployment} ${row.id} ${until}` };
}

function audited(row: SlashRow, beginning: Beginning): Audited {
  const input = { record: recordWithin(beginning), policy: beginning.policy, findings: NO_FINDINGS };
  return { slashId: row.id, input, audit: auditOf(input), level: 0, levelReason: NO_NODE };
}

function recordWithin(beginning: Beginning) {
  try {
    return recordOf(beginning);
  } catch (error) {
    if (error instanceof RecordTooLarge) throw apiError("TOO_COMPLEX", error.message);
    throw error;
  }
}
