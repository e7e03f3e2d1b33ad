import type { Address, Hex } from "viem";
import type { Act, Moment } from "./acts.ts";
import type { Chain } from "./Chain.ts";
import { type Transaction, transactionOf } from "./calls.ts";
import type { PlannedBlock } from "./plan.ts";
import { quantity } from "./Rpc.ts";

/** A transaction as it was sent. */
export type Sent = { hash: Hex; act: Act; transaction: Transaction; block: number };

const MAX_FEE = quantity(10n ** 11n);
const PRIORITY_FEE = quantity(1n);

/** Puts transactions into blocks of its own making: it needs automine off and a first-in-first-out mempool. */
export class Player {
  /** Transactions sent so far. */
  count = 0;
  readonly #chain: Chain;
  readonly #nonces = new Map<Address, number>();
  #sent: Sent[] = [];

  constructor(chain: Chain) {
    this.#chain = chain;
  }

  /** Sends the block's transactions in order and mines it, and `empty` blocks after it, all `interval` seconds apart. */
  async play(block: PlannedBlock, empty: number, interval: number): Promise<void> {
    for (const act of block.acts) await this.#send(act, block);
    await this.#chain.mine(block, 1 + empty, interval);
  }

  /** The transactions sent since this was last asked. */
  takeSent(): Sent[] {
    const sent = this.#sent;
    this.#sent = [];
    return sent;
  }

  async #send(act: Act, { block }: Moment): Promise<void> {
    if (act.kind === "stream" || act.kind === "distribute") await this.#chain.findPool(act.taskType);
    const transaction = transactionOf(act, this.#chain);
    const hash = await this.#chain.rpc.call("eth_sendTransaction", {
      from: transaction.from,
      to: transaction.to ?? undefined,
      data: transaction.data,
      gas: quantity(transaction.gas),
      nonce: quantity(await this.#nextNonce(transaction.from)),
      maxFeePerGas: MAX_FEE,
      maxPriorityFeePerGas: PRIORITY_FEE,
    });
    this.#sent.push({ hash: hash as Hex, act, transaction, block });
    this.count += 1;
  }

  async #nextNonce(sender: Address): Promise<number> {
    const known = this.#nonces.get(sender);
    const nonce = known ?? Number(await this.#chain.rpc.call("eth_getTransactionCount", sender, "latest"));
    this.#nonces.set(sender, nonce + 1);
    return nonce;
  }
}
