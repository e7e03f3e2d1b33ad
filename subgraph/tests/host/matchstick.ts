import { ethereumText } from "./ethereum.ts";
import type { Heap } from "./Heap.ts";
import type { Imports } from "./Instance.ts";
import type { Store } from "./Store.ts";
import { readEntity, textOf } from "./value.ts";

type Check = (heap: Heap, args: readonly number[]) => string | null;

/** graph-ts's and matchstick's levels: at the first one they end the program. */
const CRITICAL = 0;

function log(heap: Heap, level = 0, message = 0): void {
  if (level === CRITICAL) throw new Error(heap.string(message));
  console.log(heap.string(message));
}

/** An assertion with and without a message as its last argument: it throws with what is wrong. */
function assertion(name: string, count: number, check: Check): Imports {
  const judge = (heap: Heap, args: number[]): boolean => {
    const fault = check(heap, args);
    if (fault === null) return true;
    const message = args[count];
    throw new Error(message ? `${heap.string(message)}: ${fault}` : fault);
  };
  return {
    [`assert _assert.${name}`]: (heap, ...args) => judge(heap, args),
    [`assert _assert.${name}WithMessage`]: (heap, ...args) => judge(heap, args),
  };
}

function fieldFault(store: Store, [type = "", id = "", field = "", expected = ""]: string[]): string | null {
  const row = store.get(type, id);
  if (row === null) return `there is no ${type} ${id}; there are: ${[...store.rows(type).keys()].join(", ")}`;
  const value = row.get(field);
  if (value === undefined) return `${type} ${id} has no ${field}`;
  return textOf(value) === expected
    ? null
    : `${type} ${id}: ${field} is ${textOf(value)}, expected ${expected}`;
}

/** What matchstick-as's assertions and its hold on the store ask of the host. */
export function matchstick(store: Store): Imports {
  return {
    ...assertion("fieldEquals", 4, (heap, args) =>
      fieldFault(
        store,
        args.slice(0, 4).map((arg) => heap.string(arg)),
      ),
    ),
    ...assertion("equals", 2, (heap, [expected = 0, actual = 0]) => {
      const [wanted, found] = [ethereumText(heap, expected), ethereumText(heap, actual)];
      return wanted === found ? null : `it is ${found}, expected ${wanted}`;
    }),
    ...assertion("notInStore", 2, (heap, [type = 0, id = 0]) => {
      const [name, key] = [heap.string(type), heap.string(id)];
      return store.get(name, key) === null ? null : `${name} ${key} is in the store`;
    }),
    "store clearStore": () => store.clear(),
    "store clearInBlockStore": () => store.nextBlock(),
    "store countEntities": (heap, type = 0) => store.rows(heap.string(type)).size,
    "store mockInBlockStore": (heap, type = 0, id = 0, data = 0) =>
      store.mockInBlock(heap.string(type), heap.string(id), readEntity(heap, data)),
    "index log.log": log,
    "log log.log": log,
  };
}
