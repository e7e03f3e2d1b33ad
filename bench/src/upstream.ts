import { askOnce } from "./ask.ts";
import type { Children } from "./Children.ts";
import { CountingProxy } from "./CountingProxy.ts";
import { DERIVED, fresh } from "./cases.ts";
import { type Head, list } from "./questions.ts";
import { type Stack, startApi } from "./Stack.ts";

/** How many requests the API made of graph-node to answer a question that it had not seen. */
export type Upstream = { readonly name: string; readonly least: number; readonly most: number };

const TIMES = 7;
/** Answers that warm the API up: its first requests learn what later ones know. */
const WARM = 3;

/** Asks each query of an API of its own, one by one, whose requests to graph-node pass a counter. */
export async function countUpstream(children: Children, stack: Stack, head: Head): Promise<Upstream[]> {
  const proxy = new CountingProxy(stack.subgraph);
  try {
    const api = await startApi(children, stack, await proxy.start());
    const counted: Upstream[] = [];
    for (const [name, make] of [["list of 20", list] as const, ...Object.entries(DERIVED)]) {
      const next = fresh(make(head));
      const counts: number[] = [];
      for (let n = 0; n < WARM + TIMES; n++) {
        const before = proxy.count;
        await askOnce(api, next());
        if (n >= WARM) counts.push(proxy.count - before);
      }
      counted.push({ name, least: Math.min(...counts), most: Math.max(...counts) });
    }
    return counted;
  } finally {
    proxy.close();
  }
}
