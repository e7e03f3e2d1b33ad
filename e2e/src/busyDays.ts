import type { Act } from "@manometer/scenario/acts";
import { TASKS } from "@manometer/scenario/cast";
import { commitmentHash } from "@manometer/scenario/model/Registry";
import type { History, NextBlock } from "./History.ts";

type Hex = `0x${string}`;

const CAPACITY = 40n * 10n ** 9n;
const TOKEN = 10n ** 18n;
/** Two blocks to a round, twelve seconds apart: sixteen minutes of them are played and checked at once. */
const ROUNDS_AT_ONCE = 40;

/** Goes on from a history with rounds in which every sink commits and reveals, and every buffer is filled and drained. */
export async function playBusyDays(history: History, rounds: number): Promise<void> {
  const { commitTimeout } = history.expected;
  // what was committed to before has to expire first
  await history.extend(Array.from({ length: commitTimeout + 1 }, () => ({ after: 12, acts: [] })));
  const cast = await history.cast();
  const [library, keeper] = [cast.addressOf("library"), cast.addressOf("keeper")];
  for (let round = 0; round < rounds; round += ROUNDS_AT_ONCE) {
    const count = Math.min(ROUNDS_AT_ONCE, rounds - round);
    const blocks = Array.from({ length: count }, (_, i) => roundOf(history, round + i, { library, keeper }));
    await history.extend(blocks.flat());
  }
}

/** Two blocks in which everybody acts; in a history whose commitments have all been revealed or have expired. */
export function roundOf(
  { expected }: Pick<History, "expected">,
  round: number,
  { library, keeper }: { library: Hex; keeper: Hex },
): NextBlock[] {
  const nonce: Hex = `0x${round.toString(16).padStart(64, "0")}`;
  const signals = expected.pairs.filter(({ isRegistered }) => isRegistered);
  const commits = signals.map(
    ({ taskType, sink: by }): Act => ({
      by,
      kind: "commit",
      taskType,
      hash: commitmentHash(taskType, by, CAPACITY, nonce),
    }),
  );
  const reveals = signals.map(
    ({ taskType, sink: by }): Act => ({ by, kind: "reveal", taskType, capacity: CAPACITY, nonce }),
  );
  const deposits = TASKS.map(
    ({ id }): Act => ({ by: library, kind: "depositUpTo", taskType: id, amount: TOKEN }),
  );
  const drains = TASKS.map(({ id }): Act => ({ by: keeper, kind: "drain", taskType: id }));
  return [
    { after: 12, acts: [...commits, ...deposits] },
    { after: 12, acts: [...reveals, ...drains] },
  ];
}
