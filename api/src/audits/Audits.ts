import { setImmediate as othersTurn } from "node:timers/promises";
import { RecordTooLarge, recordOf } from "@manometer/analytics/audit/AuditRecord";
import { NO_FINDINGS } from "@manometer/analytics/audit/ChainFindings";
import { type Beginning, scopeOf } from "@manometer/analytics/audit/Scope";
import type { Witness } from "../chain/Witness.ts";
import { apiError } from "../errors.ts";
import { historySlices, parameterSlices, rebalanceSlices } from "../subgraph/auditSlices.ts";
import { Batch } from "../subgraph/Batch.ts";
import type { Block } from "../subgraph/Blocks.ts";
import type { Source } from "../subgraph/loader.ts";
import { EXECUTIONS } from "../subgraph/logKinds.ts";
import { readSlices } from "../subgraph/logSlices.ts";
import { contractsAt, type SlashRow, type Speakers, slashRows, subjectOf } from "../subgraph/slashRows.ts";
import { type Audited, auditedFrom, withTestimony } from "./Audited.ts";
import type { AuditStore } from "./AuditStore.ts";
import { Candidates } from "./Candidates.ts";

/** What the audits of a request work with. */
export type AuditDesk = {
  readonly source: Source;
  readonly store: AuditStore;
  /** Whom to ask whether the chain says the same; null for nobody. */
  readonly witness: Witness | null;
  /** The newest block of the index whose blocks no reorganisation can touch. */
  readonly finalBlock: () => Promise<number>;
  /** Told that an answer may be better when it is asked for again. */
  readonly onDegraded: () => void;
  /** Told why a witness was silent, for the log alone. */
  readonly warn: (why: string) => void;
};

type Site = Speakers & { readonly block: Block };
type Case = { readonly row: SlashRow; readonly key: string; readonly until: number };
type Answered = Pick<Case, "key" | "until"> & { readonly audited: Audited };

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
    const cases = rows.map((row) => caseOf(row, block, store));
    const kept = cases.flatMap(({ key, until }): Answered[] => {
      const audited = store.get(key);
      return audited === null ? [] : [{ key, until, audited }];
    });
    const missing = cases.filter(({ key }) => kept.every((answer) => answer.key !== key));
    const made = missing.length === 0 ? [] : await this.#audit(missing, await this.#site(block));
    const answers = await this.#confirm([...kept, ...made]);
    const final = made.length === 0 && this.#desk.witness === null ? -1 : await finalBlock();
    for (const { key, until, audited } of answers) if (until <= final) store.keep(key, audited);
    const byId = new Map<string, Audited>(answers.map(({ audited }) => [audited.slashId, audited]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  async #site(block: Block): Promise<Site> {
    return { block, ...(await contractsAt(this.#desk.source, block)) };
  }

  /** The same audits, those of level 0 with what the witness says of them. */
  async #confirm(answers: readonly Answered[]): Promise<readonly Answered[]> {
    const { witness, store, warn, onDegraded } = this.#desk;
    const open = answers.filter(({ audited }) => audited.level === 0);
    if (witness === null || open.length === 0) return answers;
    const records = open.map(({ audited }) => audited.input.record);
    const testimonies = await witness.testify(records, store.policy, warn);
    const heard = new Map(open.map(({ key }, index) => [key, testimonies[index]]));
    if (testimonies.some(({ findings }) => findings === null)) onDegraded();
    return answers.map((answer) => {
      const testimony = heard.get(answer.key);
      return testimony === undefined
        ? answer
        : { ...answer, audited: withTestimony(answer.audited, testimony) };
    });
  }

  async #audit(cases: readonly Case[], site: Site): Promise<Answered[]> {
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
        dialect: site.dialect,
      };
      return { ...slash, beginning, subject: beginning.subject, scope: scopeOf(beginning) };
    });
    const histories = await readSlices(source, historySlices(started), site);
    candidates.add(histories);
    candidates.add(await readSlices(source, rebalanceSlices(started, histories), site));
    const answers: Answered[] = [];
    for (const { key, until, row, beginning, scope } of started) {
      const logs = [...beginning.logs, ...candidates.of(scope)];
      answers.push({ key, until, audited: audited(row, { ...beginning, logs }) });
      await othersTurn();
    }
    return answers;
  }
}

function caseOf(row: SlashRow, block: Block, { policy }: AuditStore): Case {
  const until = Math.min(block.number, Number(row.blockNumber) + policy.consequenceBlocks);
  return { row, until, key: `${block.deployment} ${row.id} ${until}` };
}

function audited(row: SlashRow, beginning: Beginning): Audited {
  const input = { record: recordWithin(beginning), policy: beginning.policy, findings: NO_FINDINGS };
  return auditedFrom(row.id, input);
}

function recordWithin(beginning: Beginning) {
  try {
    return recordOf(beginning);
  } catch (error) {
    if (error instanceof RecordTooLarge) throw apiError("TOO_COMPLEX", error.message);
    throw error;
  }
}
