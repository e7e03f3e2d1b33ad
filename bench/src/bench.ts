import { askOnce, lengthOf } from "./ask.ts";
import type { Children } from "./Children.ts";
import { CpuTimes } from "./CpuTimes.ts";
import { type Case, cases, DERIVED, fresh, type Where } from "./cases.ts";
import { startFloor } from "./floors/floor.ts";
import { measure, type Trial } from "./load.ts";
import type { Options } from "./options.ts";
import type { Head } from "./questions.ts";
import type { Stack } from "./Stack.ts";
import type { Row } from "./table.ts";

/** Measures every case that the options name, one after another, and tells each as it is done. */
export async function bench(
  { children, stack, head }: { children: Children; stack: Stack; head: Head },
  { only, seconds }: Pick<Options, "only" | "seconds">,
  tell: (row: Row) => void,
): Promise<Row[]> {
  const urls: Record<Where, string> = {
    "graph-node": stack.subgraph,
    api: stack.api,
    fastify: await startFloor(children, "fastifyFloor"),
    apollo: await startFloor(children, "apolloFloor"),
  };
  const cpu = stack.own === null ? null : new CpuTimes(stack.own);
  const rows: Row[] = [];
  const lengths = new Map<string, number>();
  for (const [name, make] of Object.entries(DERIVED)) {
    lengths.set(name, await lengthOf(stack.api, fresh(make(head))()));
  }
  for (const one of cases(head, lengths).filter(({ name }) => isWanted(name, only))) {
    const row = await run(one, { url: urls[one.where], seconds, cpu });
    tell(row);
    rows.push(row);
  }
  return rows;
}

/** Whether a name holds one of the parts, or there are none. */
export function isWanted(name: string, only: readonly string[]): boolean {
  return only.length === 0 || only.some((part) => name.includes(part));
}

// An error in the first answer ends the command: such a case would show nothing.
async function run(
  { name, connections, next }: Case,
  how: Pick<Trial, "url" | "seconds" | "cpu">,
): Promise<Row> {
  await askOnce(how.url, next());
  return { name, connections, ...(await measure({ ...how, connections, next })) };
}
