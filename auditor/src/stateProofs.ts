import type { StateProof } from "@manometer/analytics/audit/Bundle";
import { type Hex, pad, toHex } from "viem";
import type { Header } from "./header.ts";
import type { Node } from "./Node.ts";
import type { StateClaim } from "./stateClaims.ts";
import { provenAccount, provenWord, trimmed } from "./stateProof.ts";
import { valueAt } from "./storageSlot.ts";

/** What state proofs say: the code of each contract, and each claim's value by block and meaning. */
export type ProvenState = { codeHashes: Map<Hex, Hex>; values: Map<string, bigint> };

/** The key of a value in a ProvenState. */
export const valueKey = (blockNumber: number, meaning: string): string => `${blockNumber} ${meaning}`;

/** Asks a node to prove each claim. Throws when it cannot, or when its proofs do not lead to the block's state root. */
export async function proveState(node: Node, claims: readonly StateClaim[]): Promise<StateProof[]> {
  const blocks = await node.blocks(claims.map(({ blockNumber }) => blockNumber));
  const answers = await node.proofs(
    claims.map((claim) => ({ ...claim, slots: claim.claims.map(({ place }) => place.slot) })),
  );
  return Promise.all(
    claims.map(async ({ blockNumber, contract, claims: wanted }, i) => {
      const answer = answers[i] ?? { accountProof: [], storageProof: [] };
      const proven = await trimmed(blocks[i]?.stateRoot ?? "0x", contract, answer);
      const slots = wanted.map(({ meaning, place }) => {
        const found = proven.slots.find(({ slot }) => BigInt(slot) === BigInt(place.slot));
        if (found === undefined)
          throw new Error(`${node.rpc.url} left slot ${place.slot} of ${contract} unproven`);
        return { meaning, key: place.slot, value: toHex(found.word, { size: 32 }), nodes: found.nodes };
      });
      return { blockNumber, contract, accountNodes: proven.nodes, slots };
    }),
  );
}

/**
 * Checks state proofs against the headers and what has to be proven, no less and no more. Throws where one does not
 * hold, and where the state is not what a claim expects.
 */
export async function provenState(
  proofs: readonly StateProof[],
  claims: readonly StateClaim[],
  headerAt: (blockNumber: number) => Header,
): Promise<ProvenState> {
  const state: ProvenState = { codeHashes: new Map(), values: new Map() };
  if (proofs.length !== claims.length) {
    throw new Error(`${claims.length} states have to be proven, ${proofs.length} are`);
  }
  for (const [i, claim] of claims.entries()) {
    const proof = proofs[i];
    if (proof?.blockNumber !== claim.blockNumber || proof.contract !== claim.contract) {
      throw new Error(`state proof ${i} is not of ${claim.contract} at block ${claim.blockNumber}`);
    }
    const { stateRoot } = headerAt(claim.blockNumber);
    const account = await provenAccount(stateRoot, claim.contract, proof.accountNodes);
    state.codeHashes.set(claim.contract, account.codeHash);
    await readSlots(proof, claim, account.storageRoot, state.values);
  }
  return state;
}

async function readSlots(
  { slots }: StateProof,
  { blockNumber, claims }: StateClaim,
  storageRoot: Hex,
  values: Map<string, bigint>,
): Promise<void> {
  if (slots.length !== claims.length)
    throw new Error(`${claims.length} slots have to be proven at ${blockNumber}`);
  for (const [i, { meaning, place, expected }] of claims.entries()) {
    const slot = slots[i];
    if (slot?.meaning !== meaning || slot.key !== place.slot) {
      throw new Error(`slot proof ${i} of block ${blockNumber} is not of the ${meaning}`);
    }
    const word = await provenWord(storageRoot, slot.key, slot.nodes);
    if (pad(slot.value, { size: 32 }) !== toHex(word, { size: 32 }) || slot.value.length !== 66) {
      throw new Error(
        `the ${meaning} at block ${blockNumber} is proven to be ${toHex(word)}, not ${slot.value}`,
      );
    }
    const value = valueAt(place, word);
    if (expected !== null && value !== expected) {
      throw new Error(
        `the ${meaning} is ${value} in the state of block ${blockNumber}, ${expected} by the logs`,
      );
    }
    values.set(valueKey(blockNumber, meaning), value);
  }
}
