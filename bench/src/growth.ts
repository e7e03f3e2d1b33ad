import { askOnce, headOf } from "./ask.ts";
import { isWanted } from "./bench.ts";
import { DERIVED, fresh } from "./cases.ts";
import { type Figures, measure } from "./load.ts";
import type { Options } from "./options.ts";
import { type Head, iso } from "./questions.ts";
import type { OwnParts, Stack } from "./Stack.ts";
import { Database } from "./scale/Database.ts";
import { Enlarger, RECURRING_ENTITIES } from "./scale/Enlarger.ts";
import { surprises } from "./scale/foretold.ts";
import { snapshotOf } from "./scale/Snapshot.ts";

/** The figures of one size of history, one client asking different questions. */
export type Size = {
  readonly times: number;
  readonly facts: number;
  readonly weeks: number;
  /** What its tables and indexes take on the disk. */
  readonly bytes: number;
  readonly figures: Readonly<Record<string, Figures>>;
};

const WHOLE = "volatility of 20 pairs over all time";
const CATCH_UP_MS = 30_000;
/** By then graph-node has closed the week's last hour and day (seconds). */
const MORE_THAN_A_DAY = 100_000;

/**
 * Measures the derived queries on the real week, then on histories made longer from it.
 * @throws Error where the API does not tell of a longer history what follows from the week
 */
export async function growth(
  stack: Stack & { own: OwnParts },
  { scales, seconds, only }: Pick<Options, "scales" | "seconds" | "only">,
  tell: (text: string) => void,
): Promise<Size[]> {
  const head = await headOf(stack.api);
  const database = await Database.open(stack.own.database);
  try {
    const enlarger = new Enlarger(database);
    const once = await snapshotOf(stack.api, head, 1);
    await nextBlock(stack, MORE_THAN_A_DAY);
    await enlarger.keep();
    const sizes: Size[] = [];
    for (const times of scales) {
      tell(`Making the history ${times} times as long …`);
      const { weeks, facts } = await enlarger.enlarge(times);
      await nextBlock(stack, 1);
      const odd = surprises(once, await snapshotOf(stack.api, head, weeks), {
        weeks,
        recurring: RECURRING_ENTITIES,
      });
      if (odd.length > 0)
        throw new Error(`The longer history is not told right:\n${odd.slice(0, 20).join("\n")}`);
      tell(`${facts} facts in ${weeks} weeks, and the API tells of them what it must`);
      sizes.push({
        times,
        facts,
        weeks,
        bytes: await database.bytes(),
        figures: await measured(stack.api, { head, weeks }, { seconds, only }),
      });
    }
    return sizes;
  } finally {
    await database.close();
  }
}

async function measured(
  api: string,
  { head, weeks }: { head: Head; weeks: number },
  { seconds, only }: Pick<Options, "seconds" | "only">,
): Promise<Record<string, Figures>> {
  const questions = { ...DERIVED, [WHOLE]: allTime(weeks) };
  const figures: Record<string, Figures> = {};
  for (const [name, make] of Object.entries(questions).filter(([name]) => isWanted(name, only))) {
    const next = fresh(make(head));
    await askOnce(api, next());
    figures[name] = await measure({ url: api, connections: 1, seconds, next, cpu: null });
  }
  return figures;
}

function allTime(weeks: number) {
  const query = `query AllTime($window: Window!) {
    sinkCapacities(first: 20, orderBy: revealCount, orderDirection: desc) {
      id volatility(window: $window) { n mean stdDev coefficientOfVariation resolution nullReason }
    }
  }`;
  return ({ timestamp }: Head) =>
    (n: number) => {
      const from = timestamp - weeks * 8 * 86_400 - (n % 86_400);
      return { query, variables: { window: { from: iso(from), to: iso(timestamp + 1) } } };
    };
}

/** Mines an empty block so many seconds after the last: no cache, here or in graph-node, holds an answer for it. */
async function nextBlock({ api, own }: { api: string; own: OwnParts }, seconds: number): Promise<void> {
  const before = await headOf(api);
  await call(own.chain, "evm_increaseTime", [seconds]);
  await call(own.chain, "evm_mine", []);
  const until = performance.now() + CATCH_UP_MS;
  while ((await headOf(api)).number === before.number) {
    if (performance.now() > until) throw new Error("The API has not seen the chain's new block within 30 s.");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function call(chain: string, method: string, params: readonly number[]): Promise<void> {
  const response = await fetch(chain, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { error } = (await response.json()) as { error?: { message: string } };
  if (error !== undefined) throw new Error(`The chain refused ${method}: ${error.message}`);
}
