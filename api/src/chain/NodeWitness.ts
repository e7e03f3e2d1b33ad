import type { AuditRecord } from "@manometer/analytics/audit/AuditRecord";
import { canonicalJson } from "@manometer/analytics/audit/canonical";
import type { Policy } from "@manometer/analytics/audit/Policy";
import { rebuild } from "@manometer/auditor/history";
import { Node } from "@manometer/auditor/Node";
import { findingsAt1 } from "@manometer/auditor/nodeFindings";
import { Rpc } from "@manometer/auditor/Rpc";
import type { Testimony, Witness } from "./Witness.ts";

const AT_ONCE = 4;
const TIME_MS = 5000;
const PAUSE_MS = 10_000;
const NO_ANSWER = "the node at RPC_URL did not answer in time: this is what the index says";
const NO_STATE = "the node at RPC_URL cannot say it: this is what the index says; see the API's log";
const DISAGREES =
  "the node at RPC_URL has other logs than the index: one of the two is wrong, or has seen a reorganisation";

/** Asks an Ethereum node: rebuilds each record from its receipts, and takes its findings where the two are the same. */
export class NodeWitness implements Witness {
  readonly #url: string;
  readonly #timeMs: number;
  #isSilent = false;

  /** @param timeMs how long the records of one question may take together (milliseconds) */
  constructor(url: string, timeMs = TIME_MS) {
    this.#url = url;
    this.#timeMs = timeMs;
  }

  async testify(
    records: readonly AuditRecord[],
    policy: Policy,
    warn: (why: string) => void,
  ): Promise<readonly Testimony[]> {
    const testimonies = records.map((): Testimony => ({ findings: null, reason: NO_ANSWER }));
    if (this.#isSilent) return testimonies;
    const signal = AbortSignal.timeout(this.#timeMs);
    const node = new Node(new Rpc(this.#url, signal));
    const left = records.map((record, index) => ({ record, index }));
    const worker = async (): Promise<void> => {
      for (let next = left.shift(); next !== undefined && !signal.aborted; next = left.shift()) {
        testimonies[next.index] = await testimonyOf(node, next.record, policy).catch((error: unknown) => {
          warn(this.#named(error));
          return { findings: null, reason: signal.aborted ? NO_ANSWER : NO_STATE };
        });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    if (signal.aborted && testimonies.every(({ findings }) => findings === null)) this.#rest();
    return testimonies;
  }

  /** What went wrong, without the node's URL, which may hold a key. */
  #named(error: unknown): string {
    return String(error).replaceAll(this.#url, "RPC_URL");
  }

  /** A node that said nothing at all is not asked again for a while, so that answers do not wait for it. */
  #rest(): void {
    this.#isSilent = true;
    setTimeout(() => {
      this.#isSilent = false;
    }, PAUSE_MS).unref();
  }
}

async function testimonyOf(node: Node, record: AuditRecord, policy: Policy): Promise<Testimony> {
  const { contracts, subject, scope } = record;
  const { transactionHash, logIndex } = subject;
  const startBlock = Math.min(subject.blockNumber, ...record.logs.map(({ blockNumber }) => blockNumber));
  const rebuilt = await rebuild(node, {
    network: { contracts, startBlock, dialect: scope.dialect },
    place: { transactionHash, logIndex },
    policy,
    headBlock: scope.untilBlock,
  });
  if (canonicalJson(rebuilt) !== canonicalJson(record)) return { findings: null, reason: DISAGREES };
  return { findings: await findingsAt1(node, rebuilt) };
}
